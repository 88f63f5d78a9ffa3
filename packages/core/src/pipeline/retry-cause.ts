import { FilemillError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import { retryFiles } from './retry-files.ts';

const PAGE = 500;

interface Deps {
  jobs: JobStore;
  events: EventBus;
  clock: Clock;
  limits: Limits;
}

export interface CauseRetry {
  /** Jobs of which files were put back. */
  jobs: number;
  /** Files that were put back. */
  retried: number;
  /** Files of jobs that have not ended yet, or are being changed: they stay in the group. */
  waiting: number;
}

/**
 * Retries an owner's failed files of one cause, job by job, as `retryFiles` does. Repeating it goes on where it was
 * interrupted, since what was put back is in the group no more.
 */
export async function retryCause(
  deps: Deps,
  { owner, fingerprint }: { owner: string; fingerprint: string },
): Promise<CauseRetry> {
  const total: CauseRetry = { jobs: 0, retried: 0, waiting: 0 };
  for await (const { jobId, fileIds } of filesByJob(deps.jobs, { owner, fingerprint })) {
    const retried = await retryIfEnded(deps, { jobId, fileIds });
    if (retried === undefined) total.waiting += fileIds.length;
    else {
      total.jobs++;
      total.retried += retried;
    }
  }
  return total;
}

/** A job is put back once, so all of its files are gathered first: they lie together in the list. */
async function* filesByJob(
  jobs: JobStore,
  query: { owner: string; fingerprint: string },
): AsyncGenerator<{ jobId: string; fileIds: string[] }> {
  let group: { jobId: string; fileIds: string[] } | undefined;
  let cursor: string | undefined;
  do {
    const page = await jobs.listFilesByCause({ ...query, limit: PAGE, cursor });
    for (const { jobId, fileId } of page.items) {
      if (group && group.jobId !== jobId) {
        yield group;
        group = undefined;
      }
      group ??= { jobId, fileIds: [] };
      group.fileIds.push(fileId);
    }
    cursor = page.cursor;
  } while (cursor);
  if (group) yield group;
}

async function retryIfEnded(
  deps: Deps,
  input: { jobId: string; fileIds: string[] },
): Promise<number | undefined> {
  try {
    return (await retryFiles(deps, input)).retried;
  } catch (thrown) {
    if (thrown instanceof FilemillError && thrown.code === 'job.wrong_state') return undefined;
    if (thrown instanceof FilemillError && thrown.code === 'job.not_found') return 0; // deleted meanwhile
    throw thrown;
  }
}
