import type { ErrorRecord } from './errors.ts';
import type { Analysis, FileKind, MediaInfo } from './media.ts';

/**
 * A **file** is one member of a job. It is known by the job's id and its own (`000001` …: its place in the manifest),
 * waits for its bytes, and ends in exactly one terminal state.
 *
 * - `pending`    in the manifest; its bytes have not arrived
 * - `uploaded`   its bytes are there, as many as announced
 * - `queued`     a task for it is on the queue
 * - `running`    a worker holds it under a lease, in attempt number `attempt`
 * - `succeeded` `failed` `cancelled`   terminal; only a person's retry leads out of the last two
 */
export const FILE_STATES = [
  'pending',
  'uploaded',
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export type FileState = (typeof FILE_STATES)[number];

/** Every transition that can happen, by whom. What is not here cannot be written. */
export const FILE_TRANSITIONS: Record<FileState, readonly FileState[]> = {
  pending: [
    'uploaded', // completeUpload: the bytes arrived
    'failed', // completeUpload: wrong size; reconcile: the deadline passed
    'cancelled', // cancelJob
  ],
  uploaded: [
    'queued', // planJob
    'running', // analyzeFile was faster than planJob
    'cancelled', // cancelJob
  ],
  queued: [
    'queued', // reconcile sends its task again
    'running', // analyzeFile takes the lease
    'failed', // reconcile: the task is among the dead letters
    'cancelled', // cancelJob
  ],
  running: [
    'running', // analyzeFile takes over an expired lease, as the next attempt
    'queued', // analyzeFile gives up this attempt; the next one follows
    'succeeded', // completeFile
    'failed', // completeFile
    'cancelled', // cancelJob
  ],
  succeeded: [],
  failed: [
    'pending', // retryFiles, where the bytes are missing
    'uploaded', // retryFiles
  ],
  cancelled: [
    'pending', // retryFiles
    'uploaded', // retryFiles
  ],
};

export const TERMINAL_FILE_STATES = ['succeeded', 'failed', 'cancelled'] as const satisfies FileState[];

export function isTerminalFile(state: FileState): boolean {
  return (TERMINAL_FILE_STATES as readonly FileState[]).includes(state);
}

/** Where a result of a file is kept, and who made it. */
export interface ResultRef {
  analysis: Analysis;
  /** In the results bucket. */
  key: string;
  engine: { name: string; version: string };
  /** Bytes of the JSON. */
  size: number;
  sha256: string;
  /** Of engine work; 0 where the result of equal bytes was used again. */
  seconds: number;
}

export interface PreviewRef {
  name: string;
  /** In the results bucket. */
  key: string;
  mediaType: string;
}

/** One try to analyse a file. */
export interface Attempt {
  attempt: number;
  /** ISO 8601, as all times in records are. */
  startedAt: string;
  endedAt?: string;
  error?: ErrorRecord;
}

export interface FileRecord {
  jobId: string;
  fileId: string;
  /** What the person calls it: a relative path with `/`. For people only; storage never uses it. */
  name: string;
  /** Bytes, as announced in the manifest. */
  size: number;
  /** As announced; a hint for the upload only. */
  contentType: string;
  /** In the uploads bucket, chosen by the server. */
  key: string;
  state: FileState;
  /** When `state` was entered. */
  since: string;
  /** Number of the attempt that may write; 0 before the first. It only grows: it is the fence against late workers. */
  attempt: number;
  /** Attempts made since the last (re)queueing; what the limit of attempts counts. */
  tries: number;
  /** While `running`: until when the worker may be trusted to be alive. */
  leaseUntil?: string;
  attempts: Attempt[];
  kind?: FileKind;
  media?: MediaInfo;
  results: ResultRef[];
  /** Where the results are those of an equal file: the engine work that was saved. */
  reusedSeconds?: number;
  previews: PreviewRef[];
  /** Analyses that failed while the file as a whole succeeded. */
  failures: { analysis: Analysis; error: ErrorRecord }[];
  /** Why the file failed. */
  error?: ErrorRecord;
  /** While `failed`: the fingerprint under which the job store groups it with its like (failure-cause.ts). */
  cause?: string;
  /** A multipart upload under way. */
  multipart?: { uploadId: string; partSize: number };
  uploadedAt?: string;
}
