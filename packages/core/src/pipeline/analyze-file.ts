import {
  FilemillError,
  fromErrorRecord,
  isTransient,
  toErrorRecord,
  type ErrorRecord,
  type FailureStage,
} from '../errors.ts';
import type { FileRecord } from '../file.ts';
import type { JobRecord } from '../job.ts';
import type { Limits } from '../limits.ts';
import type { TaskMessage } from '../messages.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { Engines } from '../ports/engines.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Scratch } from '../ports/scratch.ts';
import { completeFile, endAttempt, type Outcome } from './complete-file.ts';
import { keepLease, leaseFile } from './lease-file.ts';
import { findReusable, rememberReusable, reuseKeyOf } from './reuse-result.ts';
import { storeResults } from './store-results.ts';

interface Deps {
  jobs: JobStore;
  blobs: BlobStore;
  engines: Engines;
  events: EventBus;
  scratch: Scratch;
  clock: Clock;
  limits: Limits;
}

/** What the worker does with the task's message. */
export type TaskOutcome =
  /** Delete it. */
  | { dispose: 'delete'; state: 'succeeded' | 'failed' | 'over' }
  /** Leave it on the queue, to be received again after so many seconds. */
  | { dispose: 'release'; seconds: number };

export interface Worker {
  /** Raised when the worker is to give its work back and end. */
  stopping: AbortSignal;
  /** Lengthens the lease of the task's message. */
  keepMessage(seconds: number): Promise<boolean>;
}

/**
 * Step 6. Leases the file, runs the engines over it (or uses the results of equal bytes again) and completes it. An
 * error of the machinery costs one attempt, and the file is tried again after a while; an error of the file is final.
 */
export async function analyzeFile(deps: Deps, task: TaskMessage, worker: Worker): Promise<TaskOutcome> {
  const lease = await leaseFile(deps, task);
  if (lease.kind === 'over') return { dispose: 'delete', state: 'over' };
  if (lease.kind === 'held') return { dispose: 'release', seconds: lease.seconds };
  const { file } = lease;
  const job = await deps.jobs.getJob(task.jobId);
  if (!job) return { dispose: 'delete', state: 'over' };
  if (file.tries > deps.limits.attempts) return giveUp(deps, file);

  const heart = startHeart(deps, file, worker);
  const run: Run = { signal: AbortSignal.any([heart.lost, worker.stopping]), stage: 'store' };
  try {
    const outcome = await produce(deps, job, file, run);
    await completeFile(deps, file, outcome);
    return { dispose: 'delete', state: 'succeeded' };
  } catch (thrown) {
    if (heart.lost.aborted) return { dispose: 'release', seconds: 1 }; // whoever has it now says what is to be done
    if (worker.stopping.aborted) return giveBack(deps, file);
    return settleError(deps, file, { ...toErrorRecord(thrown), stage: run.stage });
  } finally {
    heart.stop();
  }
}

/** Keeps both leases alive, the file's and the message's; `lost` is raised when the file has become another's. */
function startHeart(deps: Deps, file: FileRecord, worker: Worker): { lost: AbortSignal; stop: () => void } {
  const { leaseSeconds } = deps.limits;
  const lost = new AbortController();
  const beat = async () => {
    const [kept] = await Promise.all([keepLease(deps, file), worker.keepMessage(leaseSeconds)]);
    if (!kept) lost.abort();
  };
  // A failed beat is not yet a lost lease: the next may succeed, and if none does the lease ends by itself.
  const timer = setInterval(() => void beat().catch(() => undefined), (leaseSeconds * 1000) / 6);
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}

/** One attempt's work, and where it is, so that an error can say where it happened. */
interface Run {
  signal: AbortSignal;
  stage: FailureStage;
}

async function produce(deps: Deps, job: JobRecord, file: FileRecord, run: Run): Promise<Outcome> {
  return deps.scratch.use(async (dir) => {
    const path = `${dir}/original`;
    await fetchOriginal(deps.blobs, file, path);
    run.stage = 'inspect';
    const media = await deps.engines.inspect(path, file.name);
    run.stage = 'store';
    const { jobId, fileId, attempt } = file;
    await deps.jobs.updateFile({ jobId, fileId, in: ['running'], attempt, set: { kind: media.kind, media } });

    const reuseKey = reuseKeyOf(job, media, deps.engines.version);
    const reused = await findReusable(deps, file, reuseKey);
    if (reused) return { state: 'succeeded', kind: media.kind, media, ...reused };

    run.stage = 'analyze';
    const analysis = await deps.engines.analyze({
      path,
      name: file.name,
      media,
      options: job.options,
      outDir: await deps.scratch.folder(dir, 'results'),
      signal: run.signal,
      onProgress: (progress) => deps.jobs.putProgress(jobId, fileId, attempt, progress),
    });
    const unlucky = analysis.failures.find(({ error }) => isTransient(error.code));
    if (unlucky && file.tries < deps.limits.attempts) throw fromErrorRecord(unlucky.error);
    run.stage = 'store';
    const stored = await storeResults(deps.blobs, file, analysis);
    await rememberReusable(deps, file, reuseKey, { kind: media.kind, media, ...stored });
    return { state: 'succeeded', kind: media.kind, media, ...stored };
  });
}

/** An original that is gone stays gone however often it is tried: that costs no further attempts. */
async function fetchOriginal(blobs: BlobStore, file: FileRecord, path: string): Promise<void> {
  try {
    await blobs.download('uploads', file.key, path);
  } catch (thrown) {
    const gone =
      thrown instanceof FilemillError && ['file.not_found', 'storage.damaged'].includes(thrown.code);
    if (!gone) throw thrown;
    const message = `"${file.name}" had arrived, and is gone from the storage. Retry it to upload it again.`;
    throw new FilemillError('upload.lost', message, { cause: thrown });
  }
}

async function settleError(deps: Deps, file: FileRecord, error: ErrorRecord): Promise<TaskOutcome> {
  const triesLeft = file.tries < deps.limits.attempts;
  if (!isTransient(error.code) || !triesLeft) {
    await completeFile(deps, file, { state: 'failed', error });
    return { dispose: 'delete', state: 'failed' };
  }
  await putBack(deps, file, { error });
  return { dispose: 'release', seconds: backOffSeconds(deps.limits, file.tries) };
}

/** A file whose workers died without a word is set aside after its attempts. */
async function giveUp(deps: Deps, file: FileRecord): Promise<TaskOutcome> {
  const message = `The worker died in each of ${deps.limits.attempts} attempts. Retry the file, or leave it out.`;
  const error: ErrorRecord = { code: 'attempts.exhausted', message, stage: 'analyze' };
  await completeFile(deps, file, { state: 'failed', error });
  return { dispose: 'delete', state: 'failed' };
}

/** A worker that ends in good order gives the file back at once; the attempt does not count. */
async function giveBack(deps: Deps, file: FileRecord): Promise<TaskOutcome> {
  await putBack(deps, file, {
    error: toErrorRecord(new FilemillError('cancelled', 'The worker was stopped.')),
    tries: file.tries - 1,
  });
  return { dispose: 'release', seconds: 0 };
}

async function putBack(
  deps: Deps,
  file: FileRecord,
  why: { error: ErrorRecord; tries?: number },
): Promise<void> {
  const { jobId, fileId, attempt } = file;
  const at = iso(deps.clock.now());
  const set = {
    leaseUntil: undefined,
    attempts: endAttempt(file, at, why.error),
    tries: why.tries ?? file.tries,
  };
  await deps.jobs.moveFile({ jobId, fileId, from: ['running'], to: 'queued', at, attempt, set });
}

/** 2, 8, 32 … seconds, at most 15 minutes, with jitter so that what failed together does not come back together. */
function backOffSeconds({ retrySeconds }: Limits, tries: number): number {
  return Math.min(900, Math.round(retrySeconds * 4 ** (tries - 1) * (0.75 + Math.random() / 2)));
}
