import type { JobStore } from '@filemill/core';
import { decodeCursor, toPage } from './cursor.ts';
import { fromFileRow, fromJobRow, type FileRow, type JobRow } from './rows.ts';
import type { Statements } from './statements.ts';

/** Sorts after every ISO 8601 time and every id. */
const LAST = '\uffff';

type Lists = Pick<JobStore, 'listJobs' | 'listFiles' | 'listJobsByState' | 'listExpiredLeases'>;

/** The lists: each reads on from the key of the last row that it gave, and one row more, to know whether there is one. */
export function createLists(sql: Statements): Lists {
  return {
    async listJobs({ owner, limit, cursor }) {
      const [createdAt, jobId] = cursor ? decodeCursor(cursor, 2) : [LAST, LAST];
      const rows = sql.listJobs.all({ owner, createdAt: createdAt!, jobId: jobId!, limit: limit + 1 });
      return toPage(rows as unknown as JobRow[], limit, {
        item: fromJobRow,
        key: (row) => [row.created_at, row.job_id],
      });
    },

    async listFiles({ jobId, state, limit, cursor }) {
      const [fileId] = cursor ? decodeCursor(cursor, 1) : [''];
      const page = { jobId, fileId: fileId!, limit: limit + 1 };
      const rows = state ? sql.listFilesByState.all({ ...page, state }) : sql.listFiles.all(page);
      return toPage(rows as unknown as FileRow[], limit, { item: fromFileRow, key: (row) => [row.file_id] });
    },

    async listJobsByState({ state, before, limit, cursor }) {
      const [since, jobId] = cursor ? decodeCursor(cursor, 2) : ['', ''];
      const rows = sql.listJobsByState.all({ state, before, since: since!, jobId: jobId!, limit: limit + 1 });
      return toPage(rows as unknown as JobRow[], limit, {
        item: fromJobRow,
        key: (row) => [row.since, row.job_id],
      });
    },

    async listExpiredLeases({ before, limit, cursor }) {
      const [leaseUntil, jobId, fileId] = cursor ? decodeCursor(cursor, 3) : ['', '', ''];
      const after = { leaseUntil: leaseUntil!, jobId: jobId!, fileId: fileId! };
      const rows = sql.listExpiredLeases.all({ before, ...after, limit: limit + 1 });
      return toPage(rows as unknown as FileRow[], limit, {
        item: fromFileRow,
        key: (row) => [row.lease_until!, row.job_id, row.file_id],
      });
    },
  };
}
