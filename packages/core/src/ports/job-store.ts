import { FilemillError } from '../errors.ts';
import type { FailureCause } from '../failure-cause.ts';
import type { FileRecord, FileState } from '../file.ts';
import type { FileCounts, JobRecord, JobState } from '../job.ts';
import type { Progress } from './engines.ts';

/**
 * Jobs and files. Every change of state is one conditional write, so that of any number of callers exactly one is told
 * that it was the one. The port asks nothing that DynamoDB cannot do with single-item conditions, transactions of at
 * most 100 items, and key-ordered queries.
 *
 * Reads by key are consistent. Lists may lag behind writes. Counts are exact once no write is under way; `countFiles`
 * may be slightly behind while some are, never ahead.
 */
export interface JobStore {
  /**
   * Writes a job in state `draft`. With an `idempotencyKey` that the owner has used before, writes nothing and gives
   * the job that was made then.
   */
  createJob(job: JobRecord): Promise<{ created: boolean; job: JobRecord }>;

  /**
   * Adds files to a draft; files that are already there (same id) stay as they are, so that it can be repeated. Throws
   * `job.wrong_state` for a new file once the manifest is frozen, `job.not_found` where there is no such job.
   */
  addFiles(files: FileRecord[]): Promise<void>;

  getJob(jobId: string): Promise<JobRecord | undefined>;
  getFile(jobId: string, fileId: string): Promise<FileRecord | undefined>;

  /** Counts of a job's files by state; undefined for a job that isn't there. Costs the same for any number of files. */
  countFiles(jobId: string): Promise<FileCounts | undefined>;

  /** An owner's jobs, newest first; drafts and jobs that are being deleted are left out. */
  listJobs(query: JobQuery): Promise<Page<JobRecord>>;

  /** A job's files in the manifest's order; with `state`, only those in that state. */
  listFiles(query: FileQuery): Promise<Page<FileRecord>>;

  /** Jobs, of any owner, in a state since before a time; oldest first. What the reconciler works through. */
  listJobsByState(query: {
    state: JobState;
    before: string;
    limit: number;
    cursor?: string;
  }): Promise<Page<JobRecord>>;

  /** Files `running` whose lease ended before a time; oldest first. */
  listExpiredLeases(query: { before: string; limit: number; cursor?: string }): Promise<Page<FileRecord>>;

  /**
   * Moves a job from one of `from` to `to`, with the further changes, if it still is in one of `from` (and in `round`
   * if given). `applied` is false, and nothing is written, where it isn't; `job` is what is stored after the call, or
   * undefined where there is no such job. Of a move that was applied, `left` is the state that it led out of and when
   * that had been entered. Throws `internal` for a transition that JOB_TRANSITIONS lacks.
   */
  moveJob(
    move: JobMove,
  ): Promise<{ applied: boolean; job: JobRecord | undefined; left?: { state: JobState; since: string } }>;

  /**
   * Moves a file likewise and keeps the job's counts in step, in the same write. With `attempt`, only if the record's
   * attempt is still that one: the fence that keeps a late worker from changing what a later one has done. With
   * `leaseBefore`, only if the record's lease ended before that time. A file that fails is counted, in the same write,
   * under the `cause` that `failureCause` gives for its error, and no longer once it leaves `failed`.
   */
  moveFile(
    move: FileMove,
  ): Promise<{ applied: boolean; file: FileRecord | undefined; left?: { state: FileState; since: string } }>;

  /** Changes members of a file without changing its state, under the same fence. */
  updateFile(update: FileUpdate): Promise<{ applied: boolean }>;

  /** The causes that failed files of an owner have now, each with how many; ordered by fingerprint. */
  listFailures(query: { owner: string; limit: number; cursor?: string }): Promise<Page<FailureGroup>>;

  /** An owner's failed files of one cause, over all jobs, ordered by job and file. */
  listFilesByCause(query: CauseQuery): Promise<Page<FileRecord>>;

  /** Notes how far a running file is. Best effort: it may be lost or written later, never fails, and is never relied on. */
  putProgress(jobId: string, fileId: string, attempt: number, progress: Progress): void;
  getProgress(jobId: string, fileIds: string[]): Promise<Map<string, Progress>>;

  /**
   * Remembers a result for use on equal input. `reuseKey` is made of the owner, the bytes' hash, engines and options.
   */
  putReusable(reuseKey: string, file: ReusableResult): Promise<void>;
  getReusable(reuseKey: string): Promise<ReusableResult | undefined>;

  /**
   * Sets a job's counts to what its files are, one by one, and gives them; undefined for a job that isn't there. For
   * repairs only: while anybody else changes its files, the counts may come out wrong.
   */
  recountFiles(jobId: string): Promise<FileCounts | undefined>;

  /**
   * Removes a job in state `deleting`, its files and its reusable results, in bounded steps that can be repeated; true
   * when nothing is left. Throws `job.wrong_state` in any other state.
   */
  deleteJob(jobId: string): Promise<boolean>;
}

/** A page of a list; `cursor` is absent on the last one. Cursors are opaque and stay valid while rows come and go. */
export interface Page<T> {
  items: T[];
  cursor?: string;
}

export interface JobQuery {
  owner: string;
  /** 1–100. */
  limit: number;
  cursor?: string;
}

export interface FileQuery {
  jobId: string;
  /** 1–1,000. */
  limit: number;
  state?: FileState;
  cursor?: string;
}

export interface CauseQuery {
  owner: string;
  fingerprint: string;
  /** 1–1,000. */
  limit: number;
  cursor?: string;
}

/** Failed files that have one cause in common. */
export interface FailureGroup extends FailureCause {
  /** Files that are failed for it now. */
  count: number;
  /** When a file failed for it first and last; the first is forgotten when none is left. */
  firstSeen: string;
  lastSeen: string;
  /** The first of its files, in the order of `listFilesByCause`. */
  example: { jobId: string; fileId: string };
}

export interface JobMove {
  jobId: string;
  from: JobState[];
  to: JobState;
  /** When: becomes `since`. */
  at: string;
  round?: number;
  set?: Partial<Pick<JobRecord, 'endedAt' | 'round' | 'uploadDeadline'>>;
}

type FileChanges = Partial<Omit<FileRecord, 'jobId' | 'fileId' | 'key' | 'state' | 'since' | 'cause'>>;

export interface FileMove {
  jobId: string;
  fileId: string;
  from: FileState[];
  to: FileState;
  at: string;
  attempt?: number;
  leaseBefore?: string;
  /** Members set to undefined are removed. */
  set?: FileChanges;
}

export interface FileUpdate {
  jobId: string;
  fileId: string;
  /** Only while in one of these states. */
  in: FileState[];
  attempt?: number;
  set: FileChanges;
}

export type ReusableResult = Pick<
  FileRecord,
  'jobId' | 'fileId' | 'kind' | 'media' | 'results' | 'previews' | 'failures'
>;

/** Throws `internal` for a move that the table lacks: a mistake in a program, found before anything is written. */
export function checkTransition<S extends string>(table: Record<S, readonly S[]>, from: S[], to: S): void {
  const wrong = from.find((state) => !table[state].includes(to));
  if (wrong !== undefined) throw new FilemillError('internal', `There is no transition ${wrong} → ${to}.`);
}
