import { ApiError } from '../api/client.ts';
import { TransferError } from './retry.ts';
import { sendFile, type SendDeps } from './send-file.ts';
import { createSpeedometer } from './speed.ts';

export interface UploadFile {
  fileId: string;
  name: string;
  file: Blob;
}

export interface FailedUpload {
  fileId: string;
  name: string;
  code: string;
  message: string;
}

/** The uploads of one job, as the tray shows them. */
export interface JobUpload {
  jobId: string;
  name: string;
  fileCount: number;
  doneCount: number;
  totalBytes: number;
  sentBytes: number;
  /** Under way right now. */
  sending: { fileId: string; name: string; size: number; sent: number }[];
  failed: FailedUpload[];
}

export interface UploadsSnapshot {
  jobs: JobUpload[];
  paused: boolean;
  /** Anything left to send. */
  active: boolean;
  bytesPerSecond: number;
}

export interface Uploads {
  add(job: { jobId: string; name: string }, files: UploadFile[]): void;
  /** Stops all transfers; what has arrived stays. */
  pause(): void;
  resume(): void;
  /** Sends the failed files of a job again. */
  retry(jobId: string): void;
  /** Forgets a job: nothing more of it is sent. */
  drop(jobId: string): void;
  subscribe(listener: () => void): () => void;
  getSnapshot(): UploadsSnapshot;
}

interface Entry extends UploadFile {
  sent: number;
}

interface JobEntry {
  jobId: string;
  name: string;
  fileCount: number;
  doneCount: number;
  totalBytes: number;
  doneBytes: number;
  waiting: Entry[];
  sending: Set<Entry>;
  failed: { entry: Entry; error: unknown }[];
  stop: AbortController;
}

export interface UploadsOptions extends SendDeps {
  /** Files under way at once; transfers are bounded by `inSlot`. */
  filesAtOnce: number;
  /** Listeners are told at most this often, in milliseconds. */
  notifyEvery?: number;
}

/** All uploads of this window. Lives outside of any view, so that it goes on while the person moves about. */
export function createUploads(options: UploadsOptions): Uploads {
  const { filesAtOnce, notifyEvery = 100 } = options;
  const jobs = new Map<string, JobEntry>();
  const listeners = new Set<() => void>();
  const speed = createSpeedometer();
  let paused = false;
  let snapshot: UploadsSnapshot = { jobs: [], paused, active: false, bytesPerSecond: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;

  const publish = () => {
    timer = undefined;
    snapshot = takeSnapshot([...jobs.values()], paused, speed.bytesPerSecond());
    for (const listener of listeners) listener();
  };
  const changed = () => {
    timer ??= setTimeout(publish, notifyEvery);
  };
  const totalSent = () => jobs.values().reduce((sum, job) => sum + sentBytes(job), 0);

  /** Starts waiting files, oldest job first, as long as there is room. */
  const pump = () => {
    if (paused) return changed();
    let free = filesAtOnce - jobs.values().reduce((sum, job) => sum + job.sending.size, 0);
    for (const job of jobs.values()) {
      for (; free > 0 && job.waiting.length > 0; free -= 1) void send(job, job.waiting.shift()!);
    }
    changed();
  };

  const send = async (job: JobEntry, entry: Entry) => {
    const { signal } = job.stop;
    job.sending.add(entry);
    const onSent = (bytes: number) => {
      entry.sent = bytes;
      speed.add(Date.now(), totalSent());
      changed();
    };
    try {
      await sendFile(options, { ...entry, jobId: job.jobId, signal, onSent });
      job.doneCount += 1;
      job.doneBytes += entry.file.size;
    } catch (error) {
      // What has arrived of a paused file stays there; its next try finds out how much.
      if (signal.aborted) job.waiting.unshift(entry);
      else job.failed.push({ entry: { ...entry, sent: 0 }, error });
    } finally {
      job.sending.delete(entry);
      pump();
    }
  };

  return {
    add({ jobId, name }, files) {
      const waiting = files.map((file) => ({ ...file, sent: 0 }));
      const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0);
      jobs.set(jobId, {
        ...{ jobId, name, waiting, totalBytes },
        ...{ fileCount: files.length, doneCount: 0, doneBytes: 0, sending: new Set(), failed: [] },
        stop: new AbortController(),
      });
      pump();
    },
    pause() {
      paused = true;
      speed.reset();
      for (const job of jobs.values()) job.stop.abort(new Error('paused'));
      changed();
    },
    resume() {
      paused = false;
      for (const job of jobs.values()) job.stop = new AbortController();
      pump();
    },
    retry(jobId) {
      const job = jobs.get(jobId);
      if (!job) return;
      job.waiting.push(...job.failed.splice(0).map(({ entry }) => entry));
      pump();
    },
    drop(jobId) {
      const job = jobs.get(jobId);
      jobs.delete(jobId);
      job?.stop.abort(new Error('dropped'));
      speed.reset();
      pump();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
  };
}

function sentBytes(job: JobEntry): number {
  const sum = (entries: Iterable<Entry>) =>
    Iterator.from(entries).reduce((total, { sent }) => total + sent, 0);
  return job.doneBytes + sum(job.sending) + sum(job.waiting);
}

function takeSnapshot(jobs: JobEntry[], paused: boolean, bytesPerSecond: number): UploadsSnapshot {
  return {
    jobs: jobs.map((job) => ({
      jobId: job.jobId,
      name: job.name,
      fileCount: job.fileCount,
      doneCount: job.doneCount,
      totalBytes: job.totalBytes,
      sentBytes: sentBytes(job),
      sending: [...job.sending].map(({ fileId, name, file, sent }) => ({
        fileId,
        name,
        size: file.size,
        sent,
      })),
      failed: job.failed.map(({ entry: { fileId, name }, error }) => ({ fileId, name, ...describe(error) })),
    })),
    paused,
    active: jobs.some((job) => job.waiting.length + job.sending.size > 0),
    bytesPerSecond,
  };
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof ApiError) return { code: error.code, message: error.message };
  if (error instanceof TransferError) return { code: `upload.${error.status}`, message: error.message };
  // A file that was moved, changed or locked since it was chosen makes the browser's own error.
  return { code: 'upload.unreadable', message: 'The browser can no longer read the file. Choose it again.' };
}
