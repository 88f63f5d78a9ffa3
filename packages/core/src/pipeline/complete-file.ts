import type { ErrorRecord } from '../errors.ts';
import type { FileRecord } from '../file.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import { endJob } from './end-job.ts';

export type Outcome =
  | ({ state: 'succeeded' } & Pick<
      FileRecord,
      'kind' | 'media' | 'results' | 'reusedSeconds' | 'previews' | 'failures'
    >)
  | ({ state: 'failed'; error: ErrorRecord } & Pick<FileRecord, 'kind' | 'media'>);

/**
 * Step 7. One conditional write to a terminal state, fenced by the attempt: a late or repeated outcome changes
 * nothing. The last file ends its job; one bad file never blocks it.
 */
export async function completeFile(
  deps: { jobs: JobStore; events: EventBus; clock: Clock },
  file: FileRecord,
  outcome: Outcome,
): Promise<boolean> {
  const { jobId, fileId, attempt } = file;
  const at = iso(deps.clock.now());
  const { state, ...members } = outcome;
  const error = outcome.state === 'failed' ? outcome.error : undefined;
  const { applied } = await deps.jobs.moveFile({
    jobId,
    fileId,
    from: ['running'],
    to: state,
    at,
    attempt,
    set: { ...members, error, leaseUntil: undefined, attempts: endAttempt(file, at, error) },
  });
  await endJob(deps, jobId); // also when another was faster: it may have crashed before it could
  return applied;
}

/** The file's attempts with the present one ended. */
export function endAttempt(file: FileRecord, at: string, error?: ErrorRecord): FileRecord['attempts'] {
  return file.attempts.map((attempt) =>
    attempt.attempt === file.attempt && !attempt.endedAt
      ? { ...attempt, endedAt: at, ...(error && { error }) }
      : attempt,
  );
}
