import { FilemillError } from '../errors.ts';
import { isEndedJob, type JobRecord } from '../job.ts';
import type { FileState } from '../file.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import { endJob } from './end-job.ts';

const CHUNK = 500;
const OPEN_STATES: FileState[] = ['pending', 'uploaded', 'queued', 'running'];

/**
 * Cancels what has not ended. The wish is written first, so that the reconciler can finish what a crash interrupts;
 * a worker in the middle of a file notices at its next heartbeat. Cancelling twice is the same as once.
 */
export async function cancelJob(
  deps: { jobs: JobStore; events: EventBus; clock: Clock },
  { jobId }: { jobId: string },
): Promise<JobRecord> {
  const at = iso(deps.clock.now());
  const from = ['uploading', 'ready', 'queued', 'running'] as const;
  const { job } = await deps.jobs.moveJob({ jobId, from: [...from], to: 'cancelling', at });
  if (!job) throw new FilemillError('job.not_found', 'There is no such job.');
  if (job.state !== 'cancelling') {
    if (isEndedJob(job.state)) return job;
    throw new FilemillError('job.wrong_state', `The job is ${job.state} and can't be cancelled now.`);
  }
  for (const state of OPEN_STATES) await cancelFiles(deps, jobId, state);
  await endJob(deps, jobId);
  return (await deps.jobs.getJob(jobId)) ?? job;
}

async function cancelFiles(
  deps: { jobs: JobStore; clock: Clock },
  jobId: string,
  state: FileState,
): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await deps.jobs.listFiles({ jobId, state, limit: CHUNK, cursor });
    const at = iso(deps.clock.now());
    const set = { leaseUntil: undefined };
    await Promise.all(
      page.items.map(({ fileId }) =>
        deps.jobs.moveFile({ jobId, fileId, from: OPEN_STATES, to: 'cancelled', at, set }),
      ),
    );
    cursor = page.cursor;
  } while (cursor);
}
