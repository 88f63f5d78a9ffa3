import type { Queues } from '../messages.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/job-store.ts';

/**
 * Step 4. A closed job becomes one message. It is sent before the state is written: a crash between the two leaves a
 * job that is `ready`, which the reconciler sends again, and a second message does no harm. The other order would leave
 * a job that looks queued and isn't.
 */
export async function enqueueJob(
  deps: { jobs: JobStore; queues: Pick<Queues, 'jobs'>; clock: Clock },
  { jobId, round }: { jobId: string; round: number },
): Promise<boolean> {
  const job = await deps.jobs.getJob(jobId);
  if (!job || job.round !== round || (job.state !== 'ready' && job.state !== 'queued')) return false;
  const { failed } = await deps.queues.jobs.send([{ body: { jobId, round } }]);
  if (failed.length > 0) throw new Error(`the queue did not take job ${jobId}`);
  await deps.jobs.moveJob({
    jobId,
    from: ['ready', 'queued'],
    to: 'queued',
    at: iso(deps.clock.now()),
    round,
  });
  return true;
}
