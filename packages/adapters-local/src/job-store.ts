import {
  FILE_TRANSITIONS,
  FilemillError,
  JOB_TRANSITIONS,
  NO_FILES,
  checkTransition,
  type FileCounts,
  type FileMove,
  type FileRecord,
  type JobMove,
  type JobRecord,
  type JobStore,
  type Progress,
} from '@filemill/core';
import type { Database } from './database.ts';
import { decodeCursor, toPage } from './job-store/cursor.ts';
import { fromFileRow, fromJobRow, toFileRow, toJobRow, type FileRow, type JobRow } from './job-store/rows.ts';
import { prepareStatements } from './job-store/statements.ts';

/** Rows that one call of `deleteJob` removes at most. */
const DELETE_STEP = 1000;

/** Sorts after every ISO 8601 time and every id. */
const LAST = '\uffff';

/**
 * The job store on SQLite. A conditional write is a read, a check in plain TypeScript and a write, all inside one
 * `db.write`: there is one writer, so nothing comes between them.
 */
export function createJobStore(db: Database): JobStore {
  const sql = prepareStatements(db);
  /** Files that this process has seen start, and how far they are; in memory, since it is only for looking at. */
  const running = new Map<string, { attempt: number; progress?: Progress }>();

  function readJob(jobId: string): JobRecord | undefined {
    const row = sql.getJob.get({ jobId });
    return row && fromJobRow(row as unknown as JobRow);
  }

  function readFile(jobId: string, fileId: string): FileRecord | undefined {
    const row = sql.getFile.get({ jobId, fileId });
    return row && fromFileRow(row as unknown as FileRow);
  }

  function addCounts(jobId: string, deltas: Partial<FileCounts>): void {
    sql.addCounts.run({ jobId, ...NO_FILES, ...deltas });
  }

  function writeJob(job: JobRecord): JobRecord {
    const row = toJobRow(job);
    const { job_id, state, since, round, members } = row;
    sql.updateJob.run({ job_id, state, since, round, members });
    return fromJobRow(row);
  }

  function writeFile(file: FileRecord): FileRecord {
    const row = toFileRow(file);
    sql.updateFile.run({ ...row });
    return fromFileRow(row);
  }

  function noteRunning({ jobId, fileId, state, attempt }: FileRecord): void {
    if (state === 'running') running.set(progressKey(jobId, fileId), { attempt });
    else running.delete(progressKey(jobId, fileId));
  }

  function insertFile(file: FileRecord): void {
    if (readFile(file.jobId, file.fileId)) return;
    const state = readJob(file.jobId)?.state;
    if (state !== 'draft') {
      throw state
        ? new FilemillError('job.wrong_state', 'The manifest of the job is frozen; no file can be added.')
        : new FilemillError('job.not_found', 'There is no such job.');
    }
    sql.insertFile.run({ ...toFileRow(file) });
    addCounts(file.jobId, { [file.state]: 1 });
  }

  /** Removes up to DELETE_STEP files; how many there were. */
  function removeFiles(jobId: string): number {
    const rows = sql.deleteFiles.all({ jobId, limit: DELETE_STEP }) as unknown as FileRow[];
    const gone: Partial<FileCounts> = {};
    for (const { state, file_id } of rows) {
      gone[state] = (gone[state] ?? 0) - 1;
      running.delete(progressKey(jobId, file_id));
    }
    addCounts(jobId, gone);
    return rows.length;
  }

  return {
    createJob: (job) =>
      db.write(() => {
        const earlier = job.idempotencyKey
          ? sql.getJobByKey.get({ owner: job.owner, key: job.idempotencyKey })
          : undefined;
        if (earlier) return { created: false, job: fromJobRow(earlier as unknown as JobRow) };
        sql.insertJob.run({ ...toJobRow(job) });
        sql.insertCounts.run({ jobId: job.jobId });
        return { created: true, job };
      }),

    addFiles: (files) => db.write(() => files.forEach(insertFile)),

    getJob: async (jobId) => readJob(jobId),
    getFile: async (jobId, fileId) => readFile(jobId, fileId),
    countFiles: async (jobId) => {
      const row = sql.getCounts.get({ jobId });
      return row && ({ ...row } as unknown as FileCounts);
    },

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

    async moveJob(move) {
      checkTransition(JOB_TRANSITIONS, move.from, move.to);
      return db.write(() => {
        const job = readJob(move.jobId);
        if (!job || !jobConditionHolds(job, move)) return { applied: false, job };
        return { applied: true, job: writeJob({ ...job, ...move.set, state: move.to, since: move.at }) };
      });
    },

    async moveFile(move) {
      checkTransition(FILE_TRANSITIONS, move.from, move.to);
      return db.write(() => {
        const file = readFile(move.jobId, move.fileId);
        if (!file || !fileConditionHolds(file, move)) return { applied: false, file };
        const moved = writeFile({ ...file, ...move.set, state: move.to, since: move.at });
        if (file.state !== move.to) addCounts(move.jobId, { [file.state]: -1, [move.to]: 1 });
        noteRunning(moved);
        return { applied: true, file: moved };
      });
    },

    updateFile: (update) =>
      db.write(() => {
        const file = readFile(update.jobId, update.fileId);
        if (!file || !fileConditionHolds(file, { ...update, from: update.in })) return { applied: false };
        writeFile({ ...file, ...update.set });
        return { applied: true };
      }),

    putProgress(jobId, fileId, attempt, progress) {
      const file = running.get(progressKey(jobId, fileId));
      if (file?.attempt === attempt) file.progress = progress;
    },

    async getProgress(jobId, fileIds) {
      const known = fileIds.flatMap((fileId) => {
        const progress = running.get(progressKey(jobId, fileId))?.progress;
        return progress ? [[fileId, progress] as const] : [];
      });
      return new Map(known);
    },

    putReusable: (key, file) =>
      db.write(() => {
        sql.putReusable.run({ key, jobId: file.jobId, members: JSON.stringify(file) });
      }),
    getReusable: async (key) => {
      const row = sql.getReusable.get({ key });
      return row && JSON.parse(row.members as string);
    },

    deleteJob: (jobId) =>
      db.write(() => {
        const job = readJob(jobId);
        if (!job) return true;
        if (job.state !== 'deleting') {
          throw new FilemillError('job.wrong_state', 'Only a job in state "deleting" can be removed.');
        }
        const files = removeFiles(jobId);
        const results = sql.deleteReusable.run({ jobId, limit: DELETE_STEP }).changes;
        if (files === DELETE_STEP || results === DELETE_STEP) return false;
        sql.deleteCounts.run({ jobId });
        sql.deleteJob.run({ jobId });
        return true;
      }),
  };
}

function jobConditionHolds(job: JobRecord, { from, round }: Pick<JobMove, 'from' | 'round'>): boolean {
  const inState = from.includes(job.state);
  const inRound = round === undefined || job.round === round;
  return inState && inRound;
}

function fileConditionHolds(
  file: FileRecord,
  { from, attempt, leaseBefore }: Pick<FileMove, 'from' | 'attempt' | 'leaseBefore'>,
): boolean {
  const inState = from.includes(file.state);
  const notFenced = attempt === undefined || file.attempt === attempt;
  const leaseOver =
    leaseBefore === undefined || (file.leaseUntil !== undefined && file.leaseUntil < leaseBefore);
  return inState && notFenced && leaseOver;
}

function progressKey(jobId: string, fileId: string): string {
  return `${jobId}/${fileId}`;
}
