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
import { createFailureLists } from './job-store/failures.ts';
import { createLists } from './job-store/lists.ts';
import { createRecords } from './job-store/records.ts';
import { fromJobRow, toJobRow, type JobRow } from './job-store/rows.ts';
import { prepareStatements } from './job-store/statements.ts';

/** Rows that one call of `deleteJob` removes at most. */
const DELETE_STEP = 1000;

/**
 * The job store on SQLite. A conditional write is a read, a check in plain TypeScript and a write, all inside one
 * `db.write`: there is one writer, so nothing comes between them.
 */
export function createJobStore(db: Database): JobStore {
  const sql = prepareStatements(db);
  const records = createRecords(sql);
  /** Files that this process has seen start, and how far they are; in memory, since it is only for looking at. */
  const running = new Map<string, { attempt: number; progress?: Progress }>();

  function noteRunning({ jobId, fileId, state, attempt }: FileRecord): void {
    if (state === 'running') running.set(progressKey(jobId, fileId), { attempt });
    else running.delete(progressKey(jobId, fileId));
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

    addFiles: (files) => db.write(() => files.forEach(records.insertFile)),

    getJob: async (jobId) => records.readJob(jobId),
    getFile: async (jobId, fileId) => records.readFile(jobId, fileId),
    countFiles: async (jobId) => {
      const row = sql.getCounts.get({ jobId });
      return row && ({ ...row } as unknown as FileCounts);
    },

    ...createLists(sql),
    ...createFailureLists(sql),

    async moveJob(move) {
      checkTransition(JOB_TRANSITIONS, move.from, move.to);
      return db.write(() => {
        const job = records.readJob(move.jobId);
        if (!job || !jobConditionHolds(job, move)) return { applied: false, job };
        const { state, since } = job;
        return {
          applied: true,
          job: records.writeJob({ ...job, ...move.set, state: move.to, since: move.at }),
          left: { state, since },
        };
      });
    },

    async moveFile(move) {
      checkTransition(FILE_TRANSITIONS, move.from, move.to);
      return db.write(() => {
        const file = records.readFile(move.jobId, move.fileId);
        if (!file || !fileConditionHolds(file, move)) return { applied: false, file };
        const moved = records.writeMoved(file, { ...file, ...move.set, state: move.to, since: move.at });
        if (file.state !== move.to) records.addCounts(move.jobId, { [file.state]: -1, [move.to]: 1 });
        noteRunning(moved);
        return { applied: true, file: moved, left: { state: file.state, since: file.since } };
      });
    },

    updateFile: (update) =>
      db.write(() => {
        const file = records.readFile(update.jobId, update.fileId);
        if (!file || !fileConditionHolds(file, { ...update, from: update.in })) return { applied: false };
        records.writeFile({ ...file, ...update.set });
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

    recountFiles: (jobId) =>
      db.write(() => {
        if (!records.readJob(jobId)) return undefined;
        const rows = sql.countByState.all({ jobId });
        const counts: FileCounts = { ...NO_FILES };
        for (const { state, files } of rows) counts[state as keyof FileCounts] = files as number;
        sql.setCounts.run({ jobId, ...counts });
        return counts;
      }),

    deleteJob: (jobId) =>
      db.write(() => {
        const job = records.readJob(jobId);
        if (!job) return true;
        if (job.state !== 'deleting') {
          throw new FilemillError('job.wrong_state', 'Only a job in state "deleting" can be removed.');
        }
        const files = records.removeFiles(jobId, DELETE_STEP);
        for (const { fileId } of files) running.delete(progressKey(jobId, fileId));
        const results = sql.deleteReusable.run({ jobId, limit: DELETE_STEP }).changes;
        if (files.length === DELETE_STEP || results === DELETE_STEP) return false;
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
