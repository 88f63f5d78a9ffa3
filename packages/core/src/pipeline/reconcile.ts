import type { JobRecord, JobState } from '../job.ts';
import type { Limits } from '../limits.ts';
import type { Queues } from '../messages.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import { cancelJob } from './cancel-job.ts';
import { closeSet, completeUpload } from './complete-upload.ts';
import { deleteJob } from './delete-job.ts';
import { endJob } from './end-job.ts';
import { enqueueJob } from './enqueue-job.ts';
import { jobPrefix } from './keys.ts';
import { reopenJob } from './retry-files.ts';

interface Deps {
  jobs: JobStore;
  blobs: BlobStore;
  queues: Queues;
  events: EventBus;
  clock: Clock;
  limits: Limits;
}

/**
 * How long a job may be in a state before the sweep looks at it, and what it then does: the repair of each gap. Times
 * are in leases: sooner, a process that is alive may be at it.
 */
const SWEEPS: Partial<
  Record<JobState, { afterLeases: number; repair: (deps: Deps, job: JobRecord) => Promise<unknown> }>
> = {
  draft: { afterLeases: 24 * 60, repair: deleteJob },
  uploading: { afterLeases: 1, repair: repairUploading },
  ready: { afterLeases: 0.5, repair: enqueueJob },
  queued: { afterLeases: 10, repair: enqueueJob },
  running: { afterLeases: 1, repair: repairRunning },
  cancelling: { afterLeases: 1, repair: cancelJob },
  reopening: { afterLeases: 1, repair: reopenJob },
  deleting: { afterLeases: 1, repair: deleteJob },
};

const PAGE = 100;
/** How long a file is queued before its task is sent again. */
const RESEND_LEASES = 60;

export interface Repairs {
  /** Jobs looked at. */
  jobs: number;
  /** Tasks sent again because a lease had ended. */
  leases: number;
  /** Files failed because their task was a dead letter. */
  dead: number;
  /** Why single repairs failed; the next run tries them again. */
  errors: unknown[];
}

/**
 * Step 9, on a schedule. Every state in which something waits has a sweep that repairs what a crash or a lost message
 * left behind; each repair is one of the ordinary steps, run again. One that fails holds up no other.
 */
export async function reconcile(deps: Deps): Promise<Repairs> {
  const repairs: Repairs = { jobs: 0, leases: 0, dead: 0, errors: [] };
  const leaseMs = deps.limits.leaseSeconds * 1000;
  for (const [state, { afterLeases, repair }] of Object.entries(SWEEPS)) {
    const before = iso(deps.clock.now() - afterLeases * leaseMs);
    let cursor: string | undefined;
    do {
      const page = await deps.jobs.listJobsByState({ state: state as JobState, before, limit: PAGE, cursor });
      repairs.jobs += await forEach(page.items, repairs, (job) => repair(deps, job));
      cursor = page.cursor;
    } while (cursor);
  }
  await resendLostTasks(deps, repairs);
  await failDeadTasks(deps, repairs);
  return repairs;
}

/** Does the work for each item and notes what is thrown; for how many it was done. */
async function forEach<T>(
  items: T[],
  { errors }: Repairs,
  work: (item: T) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  for (const item of items) {
    try {
      await work(item);
      done++;
    } catch (error) {
      errors.push(error);
    }
  }
  return done;
}

/** Lost events: what has arrived is taken in, found by one listing of the job's objects. Then the deadline. */
async function repairUploading(deps: Deps, job: JobRecord): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await deps.blobs.list('uploads', jobPrefix(job.jobId), cursor);
    for (const object of page.objects) await completeUpload(deps, object);
    cursor = page.cursor;
  } while (cursor);
  if (deps.clock.now() >= Date.parse(job.uploadDeadline)) await failMissing(deps, job);
  await closeSet(deps, job.jobId);
}

async function failMissing(deps: Deps, { jobId }: JobRecord): Promise<void> {
  const message = `The file did not arrive within ${deps.limits.uploadHours} hours. Retry it to upload it again.`;
  const set = { error: { code: 'upload.missing' as const, message } };
  let cursor: string | undefined;
  do {
    const page = await deps.jobs.listFiles({ jobId, state: 'pending', limit: PAGE, cursor });
    const at = iso(deps.clock.now());
    for (const { fileId } of page.items) {
      await deps.jobs.moveFile({ jobId, fileId, from: ['pending'], to: 'failed', at, set });
    }
    cursor = page.cursor;
  } while (cursor);
}

/**
 * A job whose last file ended without anybody to say so is ended. A plan that was interrupted is sent again; one that
 * is alive keeps tasks on the queue, and must not be joined by another at each sweep.
 */
async function repairRunning(deps: Deps, job: JobRecord): Promise<void> {
  const { jobId, round } = job;
  if (await endJob(deps, jobId)) return;
  const counts = await deps.jobs.countFiles(jobId);
  if (!counts) return;
  if (counts.queued > 0) await resendQueued(deps, job);
  else if (counts.uploaded > 0) await deps.queues.jobs.send([{ body: { jobId, round } }]);
}

/** Most files that are queued for long only wait their turn; now and then each gets a second task, lest it has none. */
async function resendQueued(deps: Deps, { jobId, round }: JobRecord): Promise<void> {
  const before = iso(deps.clock.now() - RESEND_LEASES * deps.limits.leaseSeconds * 1000);
  let cursor: string | undefined;
  do {
    const page = await deps.jobs.listFiles({ jobId, state: 'queued', limit: PAGE, cursor });
    for (const { fileId } of page.items.filter(({ since }) => since < before)) {
      await deps.queues.tasks.send([{ body: { jobId, fileId, round } }]);
      const at = iso(deps.clock.now());
      await deps.jobs.moveFile({ jobId, fileId, from: ['queued'], to: 'queued', at });
    }
    cursor = page.cursor;
  } while (cursor);
}

/** A task normally comes back by itself when its worker dies; one that was lost is sent again well after that. */
async function resendLostTasks(deps: Deps, repairs: Repairs): Promise<void> {
  const before = iso(deps.clock.now() - 5 * deps.limits.leaseSeconds * 1000);
  const { items } = await deps.jobs.listExpiredLeases({ before, limit: PAGE });
  repairs.leases += await forEach(items, repairs, async ({ jobId, fileId }) => {
    const job = await deps.jobs.getJob(jobId);
    if (job) await deps.queues.tasks.send([{ body: { jobId, fileId, round: job.round } }]);
  });
}

/** The queue gives up on a message after many receives; its file then fails instead of waiting for ever. */
async function failDeadTasks(deps: Deps, repairs: Repairs): Promise<void> {
  const letters = await deps.queues.tasks.peekDead(PAGE);
  repairs.dead += await forEach(letters, repairs, async ({ id, body: { jobId, fileId } }) => {
    const message = 'The file could not be worked on, however often it was tried. Retry it, or leave it out.';
    await deps.jobs.moveFile({
      jobId,
      fileId,
      from: ['queued'],
      to: 'failed',
      at: iso(deps.clock.now()),
      set: { error: { code: 'attempts.exhausted', message } },
    });
    await endJob(deps, jobId);
    await deps.queues.tasks.deleteDead([id]);
  });
}
