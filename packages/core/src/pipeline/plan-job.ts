import type { FileRecord } from '../file.ts';
import type { FileCounts } from '../job.ts';
import type { JobMessage, Queues, TaskMessage } from '../messages.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import { endJob } from './end-job.ts';

interface Deps {
  jobs: JobStore;
  queues: Pick<Queues, 'tasks'>;
  events: EventBus;
  clock: Clock;
}

/** Between two looks at how far a job's tasks are; sooner where the queue has run dry, as workers may be waiting. */
const TICK_MS = 200;
const DRY_TICK_MS = 20;

/**
 * Step 5. Fans a job out to one task a file, no more of them at a time than its window, so that a job of 10,000 files
 * does not stand before a job of one: the queue never holds more than a window of each. Runs until every file has its
 * task; a plan that was interrupted is taken up where it was by whoever receives the message next.
 */
export async function planJob(
  deps: Deps,
  message: JobMessage,
  stopping: AbortSignal,
): Promise<{ planned: number; done: boolean }> {
  const { jobId } = message;
  if (!(await startJob(deps, message))) return { planned: 0, done: true };
  const window = new TaskWindow();
  let planned = 0;
  while (!stopping.aborted) {
    const counts = await deps.jobs.countFiles(jobId);
    if (!counts || counts.uploaded === 0) {
      await endJob(deps, jobId); // none of the files may have arrived
      return { planned, done: true };
    }
    const room = window.roomFor(counts);
    if (room > 0) planned += await planSome(deps, message, room);
    if (counts.uploaded > room) await tick(counts.queued === 0 ? DRY_TICK_MS : TICK_MS, stopping);
  }
  return { planned, done: false };
}

async function startJob(deps: Deps, { jobId, round }: JobMessage): Promise<boolean> {
  const at = iso(deps.clock.now());
  const { job } = await deps.jobs.moveJob({ jobId, from: ['ready', 'queued'], to: 'running', at, round });
  return job?.state === 'running' && job.round === round;
}

/** Tasks are sent before their files are marked: a crash in between sends them twice, which does no harm. */
async function planSome(deps: Deps, { jobId, round }: JobMessage, limit: number): Promise<number> {
  const { items } = await deps.jobs.listFiles({ jobId, state: 'uploaded', limit });
  await sendTasks(deps.queues, items, round);
  const at = iso(deps.clock.now());
  await Promise.all(
    items.map(({ fileId }) => deps.jobs.moveFile({ jobId, fileId, from: ['uploaded'], to: 'queued', at })),
  );
  return items.length;
}

async function sendTasks(queues: Pick<Queues, 'tasks'>, files: FileRecord[], round: number): Promise<void> {
  let messages = files.map(({ jobId, fileId }) => ({ body: { jobId, fileId, round } satisfies TaskMessage }));
  for (let tries = 0; messages.length > 0; tries++) {
    if (tries === 3) throw new Error(`the queue did not take ${messages.length} tasks`);
    const { failed } = await queues.tasks.send(messages);
    messages = messages.filter((_, index) => failed.includes(index));
  }
}

/**
 * How many of a job's tasks may be out at a time: enough that workers don't wait for the next tick, and no more. It
 * doubles when the queue has run dry and shrinks when more than half of it still waits, so it follows the work's speed.
 */
class TaskWindow {
  static readonly SMALLEST = 16;
  static readonly LARGEST = 1_000;
  #size = TaskWindow.SMALLEST / 2;

  roomFor({ queued, running }: FileCounts): number {
    if (queued === 0) this.#size = Math.min(this.#size * 2, TaskWindow.LARGEST);
    else if (queued > this.#size / 2)
      this.#size = Math.max(Math.ceil(this.#size * 0.75), TaskWindow.SMALLEST);
    return this.#size - queued - running;
  }
}

function tick(milliseconds: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    stopping.addEventListener('abort', done);
  });
}
