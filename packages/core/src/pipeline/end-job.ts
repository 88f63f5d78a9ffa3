import { endOf, type JobState } from '../job.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';

/**
 * Ends a running or cancelling job once all of its files have: whoever comes last does it, and only one of them is
 * told that it did. Called after everything that can end a file.
 *
 * The event goes out before the write, so that a crash in between can't swallow it: nothing ever looks at a job again
 * that has ended. Who hears the event before the job has ended waits for it to come again.
 */
export async function endJob(
  deps: { jobs: JobStore; events: EventBus; clock: Clock },
  jobId: string,
): Promise<boolean> {
  const counts = await deps.jobs.countFiles(jobId);
  const end = counts && endOf(counts);
  if (!end) return false;
  const job = await deps.jobs.getJob(jobId);
  if (!job || (job.state !== 'running' && job.state !== 'cancelling')) return false;
  const from: JobState[] = [job.state];
  const to = job.state === 'cancelling' ? 'cancelled' : end;
  const at = iso(deps.clock.now());
  const { round } = job;
  await deps.events.publish({ type: 'job.ended', jobId, round });
  const { applied } = await deps.jobs.moveJob({ jobId, from, to, at, round, set: { endedAt: at } });
  return applied;
}
