import type { FileRecord } from '../file.ts';
import type { JobMessage, Queues, TaskMessage } from '../messages.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import { endJob } from './end-job.ts';

/** Files planned at a time; each costs one message and one conditional write. */
const CHUNK = 500;

/**
 * Step 5. Fans a job out to one task a file. Tasks are sent before their files are marked, for the reason given in
 * enqueueJob; planning a job again sends only what is not yet marked.
 */
export async function planJob(
  deps: { jobs: JobStore; queues: Pick<Queues, 'tasks'>; events: EventBus; clock: Clock },
  { jobId, round }: JobMessage,
): Promise<{ planned: number }> {
  const job = await deps.jobs.getJob(jobId);
  if (!job || job.round !== round) return { planned: 0 };
  if (job.state !== 'running') {
    const at = iso(deps.clock.now());
    const { applied } = await deps.jobs.moveJob({
      jobId,
      from: ['ready', 'queued'],
      to: 'running',
      at,
      round,
    });
    if (!applied) return { planned: 0 };
  }
  let planned = 0;
  let cursor: string | undefined;
  do {
    const page = await deps.jobs.listFiles({ jobId, state: 'uploaded', limit: CHUNK, cursor });
    await sendTasks(deps.queues, page.items, round);
    await Promise.all(page.items.map((file) => markQueued(deps, file)));
    planned += page.items.length;
    cursor = page.cursor;
  } while (cursor);
  await endJob(deps, jobId); // none of the files may have arrived
  return { planned };
}

async function sendTasks(queues: Pick<Queues, 'tasks'>, files: FileRecord[], round: number): Promise<void> {
  let messages = files.map(({ jobId, fileId }) => ({ body: { jobId, fileId, round } satisfies TaskMessage }));
  for (let tries = 0; messages.length > 0; tries++) {
    if (tries === 3) throw new Error(`the queue did not take ${messages.length} tasks`);
    const { failed } = await queues.tasks.send(messages);
    messages = messages.filter((_, index) => failed.includes(index));
  }
}

async function markQueued(
  deps: { jobs: JobStore; clock: Clock },
  { jobId, fileId }: FileRecord,
): Promise<void> {
  const at = iso(deps.clock.now());
  await deps.jobs.moveFile({ jobId, fileId, from: ['uploaded'], to: 'queued', at });
}
