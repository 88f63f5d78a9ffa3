import { failureCause, type FailureGroup, type FileRecord, type JobStore } from '@filemill/core';
import { decodeCursor, toPage } from './cursor.ts';
import { fromFileRow, type FileRow } from './rows.ts';
import type { Statements } from './statements.ts';

interface FailureRow {
  fingerprint: string;
  cause: string;
  count: number;
  first_seen: string;
  last_seen: string;
  job_id: string;
  file_id: string;
}

/** The file as it is to be written: under its cause while it is failed, without one else. */
export function withCause(file: FileRecord): FileRecord {
  const cause = file.state === 'failed' && file.error ? failureCause(file.error).fingerprint : undefined;
  return { ...file, cause };
}

/** Keeps the groups of failures in step with the files, inside `db.write`; an owner never changes. */
export function createFailureGroups(sql: Statements) {
  function add({ jobId, fileId, error, cause: fingerprint, since }: FileRecord): void {
    if (!fingerprint || !error) return;
    const { owner } = sql.getOwner.get({ jobId }) as { owner: string };
    const { fingerprint: _, ...cause } = failureCause(error);
    sql.addFailure.run({ owner, fingerprint, cause: JSON.stringify(cause), at: since });
    sql.insertFailedFile.run({ owner, fingerprint, jobId, fileId });
  }

  function remove({ jobId, fileId, cause: fingerprint }: FileRecord): void {
    if (!fingerprint) return;
    const { owner } = sql.getOwner.get({ jobId }) as { owner: string };
    sql.deleteFailedFile.run({ owner, fingerprint, jobId, fileId });
    sql.removeFailure.run({ owner, fingerprint });
    sql.dropFailure.run({ owner, fingerprint });
  }

  return {
    remove,
    follow(before: FileRecord, after: FileRecord): void {
      if (before.cause === after.cause) return;
      remove(before);
      add(after);
    },
  };
}

/** The lists of failures; in pages that go on after a key. */
export function createFailureLists(sql: Statements): Pick<JobStore, 'listFailures' | 'listFilesByCause'> {
  return {
    async listFailures({ owner, limit, cursor }) {
      const [fingerprint] = cursor ? decodeCursor(cursor, 1) : [''];
      const rows = sql.listFailures.all({ owner, fingerprint: fingerprint!, limit: limit + 1 });
      return toPage(rows as unknown as FailureRow[], limit, {
        item: toGroup,
        key: (row) => [row.fingerprint],
      });
    },

    async listFilesByCause({ owner, fingerprint, limit, cursor }) {
      const [jobId, fileId] = cursor ? decodeCursor(cursor, 2) : ['', ''];
      const after = { owner, fingerprint, jobId: jobId!, fileId: fileId! };
      const rows = sql.listFilesByCause.all({ ...after, limit: limit + 1 });
      return toPage(rows as unknown as FileRow[], limit, {
        item: fromFileRow,
        key: (row) => [row.job_id, row.file_id],
      });
    },
  };
}

function toGroup(row: FailureRow): FailureGroup {
  return {
    fingerprint: row.fingerprint,
    ...JSON.parse(row.cause),
    count: row.count,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    example: { jobId: row.job_id, fileId: row.file_id },
  };
}
