import type { FileRecord } from '../file.ts';
import type { Limits } from '../limits.ts';
import type { TaskMessage } from '../messages.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/job-store.ts';

interface Deps {
  jobs: JobStore;
  clock: Clock;
  limits: Limits;
}

export type Lease =
  /** The file is this worker's, in the attempt that the record says. */
  | { kind: 'taken'; file: FileRecord }
  /** Another worker holds it; look again when its lease may have ended. */
  | { kind: 'held'; seconds: number }
  /** Nothing to do: the file has ended or is gone. */
  | { kind: 'over' };

/**
 * Takes the lease of one file: from the queue, or from a worker whose lease has ended. A task of an earlier round is as
 * good as any other: it is over only when its file is, so that no file which is open ever lacks a task.
 *
 * ```
 *  worker A   take(attempt 1) ── works ── stops breathing ………………… wakes: its write is fenced off (attempt 2)
 *  worker B                               lease ends ── take(attempt 2) ── works ── succeeded
 * ```
 */
export async function leaseFile(deps: Deps, task: TaskMessage): Promise<Lease> {
  const { jobId, fileId } = task;
  const file = await deps.jobs.getFile(jobId, fileId);
  if (!file) return { kind: 'over' };
  if (file.state !== 'uploaded' && file.state !== 'queued' && file.state !== 'running')
    return { kind: 'over' };

  const now = deps.clock.now();
  const leaseEnd = file.state === 'running' && file.leaseUntil ? Date.parse(file.leaseUntil) : 0;
  if (leaseEnd > now) return { kind: 'held', seconds: Math.ceil((leaseEnd - now) / 1000) };

  const at = iso(now);
  const attempt = file.attempt + 1;
  const moved = await deps.jobs.moveFile({
    jobId,
    fileId,
    from: file.state === 'running' ? ['running'] : ['uploaded', 'queued'],
    to: 'running',
    at,
    attempt: file.attempt,
    ...(file.state === 'running' && { leaseBefore: at }),
    set: {
      attempt,
      tries: file.tries + 1,
      leaseUntil: iso(now + deps.limits.leaseSeconds * 1000),
      attempts: [...file.attempts, { attempt, startedAt: at }],
    },
  });
  return moved.applied && moved.file
    ? { kind: 'taken', file: moved.file }
    : { kind: 'held', seconds: deps.limits.leaseSeconds };
}

/** A sign of life. False when the file is no longer this attempt's: the worker must stop. */
export async function keepLease(deps: Deps, file: FileRecord): Promise<boolean> {
  const { jobId, fileId, attempt } = file;
  const leaseUntil = iso(deps.clock.now() + deps.limits.leaseSeconds * 1000);
  const { applied } = await deps.jobs.updateFile({
    jobId,
    fileId,
    in: ['running'],
    attempt,
    set: { leaseUntil },
  });
  return applied;
}
