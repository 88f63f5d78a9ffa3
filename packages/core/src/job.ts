import { FILE_STATES, type FileState } from './file.ts';
import type { AnalysisOptions } from './media.ts';

/**
 * A **job** is what one owner submits together: files and the options for their analysis. Its **manifest**, the list
 * of its files, is frozen before the first byte is uploaded.
 *
 * - `draft`      the manifest is being written; nobody sees the job yet
 * - `uploading`  frozen; files arrive
 * - `ready`      every file has arrived, failed to arrive or was cancelled: the set is closed
 * - `queued`     its message is on the `jobs` queue
 * - `running`    its tasks are planned
 * - `succeeded` `partial` `failed` `cancelled`   ended: all files succeeded, some did, none did, or a person stopped it
 *
 * Three states hold a person's wish while it is carried out file by file, so that a crash in the middle is seen and
 * finished by the reconciler:
 *
 * - `cancelling`  files that have not ended are being cancelled
 * - `reopening`   failed and cancelled files of an ended job are being put back
 * - `deleting`    objects and rows are being removed
 */
export const JOB_STATES = [
  'draft',
  'uploading',
  'ready',
  'queued',
  'running',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'cancelling',
  'reopening',
  'deleting',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Every transition that can happen, by whom. What is not here cannot be written. */
export const JOB_TRANSITIONS: Record<JobState, readonly JobState[]> = {
  draft: ['uploading' /* createJob freezes the manifest */, 'deleting' /* reconcile: abandoned */],
  uploading: ['ready' /* completeUpload or reconcile closes the set */, 'cancelling', 'deleting'],
  ready: ['queued' /* enqueueJob */, 'running' /* planJob was faster */, 'cancelling', 'deleting'],
  queued: ['queued' /* reconcile sends again */, 'running' /* planJob */, 'cancelling', 'deleting'],
  running: ['succeeded', 'partial', 'failed', 'cancelled' /* endJob */, 'cancelling', 'deleting'],
  succeeded: ['deleting'],
  partial: ['reopening' /* retryFiles */, 'deleting'],
  failed: ['reopening', 'deleting'],
  cancelled: ['reopening', 'deleting'],
  cancelling: ['cancelled' /* cancelJob or endJob */, 'deleting'],
  reopening: ['uploading' /* retryFiles or reconcile */, 'deleting'],
  deleting: ['deleting' /* deleteJob again */],
};

export const ENDED_JOB_STATES = ['succeeded', 'partial', 'failed', 'cancelled'] as const satisfies JobState[];

export function isEndedJob(state: JobState): boolean {
  return (ENDED_JOB_STATES as readonly JobState[]).includes(state);
}

/** How many of the job's files are in each state. The job store keeps them in step with every transition of a file. */
export type FileCounts = Record<FileState, number>;

export const NO_FILES: Readonly<FileCounts> = Object.freeze(
  Object.fromEntries(FILE_STATES.map((state) => [state, 0])) as FileCounts,
);

export interface JobRecord {
  jobId: string;
  owner: string;
  name: string;
  state: JobState;
  since: string;
  options: AnalysisOptions;
  fileCount: number;
  /** Bytes announced. */
  totalBytes: number;
  createdAt: string;
  /** Files that have not arrived by then fail. */
  uploadDeadline: string;
  /** How often the job has been closed and queued: 1 for the first run, one more for each retry. */
  round: number;
  idempotencyKey?: string;
  endedAt?: string;
}

/** The state in which a job with these counts ends, or undefined while any of its files is not terminal. */
export function endOf(counts: FileCounts): 'succeeded' | 'partial' | 'failed' | 'cancelled' | undefined {
  if (counts.pending + counts.uploaded + counts.queued + counts.running > 0) return undefined;
  if (counts.failed === 0 && counts.cancelled === 0) return 'succeeded';
  if (counts.succeeded > 0) return 'partial';
  return counts.failed > 0 ? 'failed' : 'cancelled';
}
