import { FilemillError } from '../errors.ts';
import type { FileRecord, FileState } from '../file.ts';
import type { JobRecord } from '../job.ts';
import type { Limits } from '../limits.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import { closeSet } from './complete-upload.ts';

const CHUNK = 500;
const RETRIED: FileState[] = ['failed', 'cancelled'];

interface Deps {
  jobs: JobStore;
  events: EventBus;
  clock: Clock;
  limits: Limits;
}

/**
 * Puts failed and cancelled files of an ended job back on the path: those whose bytes are there are analysed again,
 * the others wait for their upload anew. The job goes through the same steps as the first time, one round later.
 */
export async function retryFiles(
  deps: Deps,
  input: { jobId: string; fileIds?: string[] },
): Promise<{ job: JobRecord; retried: number }> {
  const { jobId } = input;
  const at = iso(deps.clock.now());
  const { job } = await deps.jobs.moveJob({
    jobId,
    from: ['partial', 'failed', 'cancelled'],
    to: 'reopening',
    at,
  });
  if (!job) throw new FilemillError('job.not_found', 'There is no such job.');
  if (job.state !== 'reopening') {
    const why = job.state === 'succeeded' ? 'None of its files failed' : `The job is ${job.state}`;
    throw new FilemillError('job.wrong_state', `${why}: there is nothing to retry now.`);
  }
  const wanted = input.fileIds && new Set(input.fileIds);
  let retried = 0;
  for (const state of RETRIED) retried += await reopenFiles(deps, { jobId, state, wanted });
  return { job: await reopenJob(deps, job), retried };
}

/** Lets a reopened job go on as one that uploads; also the reconciler's way to finish what a crash interrupted. */
export async function reopenJob(deps: Deps, { jobId }: { jobId: string }): Promise<JobRecord> {
  const now = deps.clock.now();
  const uploadDeadline = iso(now + deps.limits.uploadHours * 3_600_000);
  const set = { uploadDeadline, endedAt: undefined };
  await deps.jobs.moveJob({ jobId, from: ['reopening'], to: 'uploading', at: iso(now), set });
  await closeSet(deps, jobId);
  const job = await deps.jobs.getJob(jobId);
  if (!job) throw new FilemillError('job.not_found', 'The job was deleted meanwhile.');
  return job;
}

async function reopenFiles(
  deps: Deps,
  { jobId, state, wanted }: { jobId: string; state: FileState; wanted?: Set<string> },
): Promise<number> {
  let retried = 0;
  let cursor: string | undefined;
  do {
    const page = await deps.jobs.listFiles({ jobId, state, limit: CHUNK, cursor });
    const chosen = page.items.filter(({ fileId }) => !wanted || wanted.has(fileId));
    const moves = await Promise.all(chosen.map((file) => reopenFile(deps, file)));
    retried += moves.filter(({ applied }) => applied).length;
    cursor = page.cursor;
  } while (cursor);
  return retried;
}

function reopenFile(
  deps: Deps,
  { jobId, fileId, uploadedAt, error }: FileRecord,
): Promise<{ applied: boolean }> {
  const isThere = uploadedAt !== undefined && error?.code !== 'upload.lost';
  return deps.jobs.moveFile({
    jobId,
    fileId,
    from: RETRIED,
    to: isThere ? 'uploaded' : 'pending',
    at: iso(deps.clock.now()),
    set: { tries: 0, error: undefined, ...(!isThere && { uploadedAt: undefined }) },
  });
}
