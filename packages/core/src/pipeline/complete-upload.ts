import type { FileRecord } from '../file.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import { FilemillError } from '../errors.ts';
import { parseUploadKey } from './keys.ts';

interface Deps {
  jobs: JobStore;
  events: EventBus;
  clock: Clock;
}

/**
 * Step 3. Runs on each *object created* event, which may come twice, late, in any order, or for a job that is gone.
 * One conditional write takes the file in; the last file closes the set.
 */
export async function completeUpload(
  deps: Deps,
  object: { key: string; size: number; modifiedAt?: string },
): Promise<'accepted' | 'refused' | 'repeated' | 'unknown'> {
  const ids = parseUploadKey(object.key);
  const file = ids && (await deps.jobs.getFile(ids.jobId, ids.fileId));
  if (!file) return 'unknown';
  if (isLostOne(file, object)) return 'repeated';
  const outcome = file.state === 'pending' ? await takeIn(deps, file, object.size) : 'repeated';
  await closeSet(deps, file.jobId);
  return outcome;
}

/** A file that waits for its upload again, after attempts, had its bytes lost: what is older than the wait is those. */
function isLostOne({ attempt, since }: FileRecord, { modifiedAt }: { modifiedAt?: string }): boolean {
  return attempt > 0 && modifiedAt !== undefined && modifiedAt < since;
}

async function takeIn(
  deps: Deps,
  file: FileRecord,
  size: number,
): Promise<'accepted' | 'refused' | 'repeated'> {
  const { jobId, fileId } = file;
  const at = iso(deps.clock.now());
  const move = { jobId, fileId, from: ['pending' as const], at };
  if (size === file.size) {
    const set = { uploadedAt: at, multipart: undefined };
    const { applied } = await deps.jobs.moveFile({ ...move, to: 'uploaded', set });
    return applied ? 'accepted' : 'repeated';
  }
  const message = `${size} bytes arrived where ${file.size} were announced. Retry the file to upload it again.`;
  const error = { code: 'upload.size_mismatch' as const, message };
  const { applied } = await deps.jobs.moveFile({
    ...move,
    to: 'failed',
    set: { error, multipart: undefined },
  });
  return applied ? 'refused' : 'repeated';
}

/**
 * Closes the set of a job whose files have all arrived or ended. Called after every arrival and by the reconciler: a
 * crash after the last arrival leaves a job that the next caller closes. The event may be lost after the write; the
 * reconciler publishes it again for a job that stays `ready`.
 */
export async function closeSet(deps: Deps, jobId: string): Promise<boolean> {
  const counts = await deps.jobs.countFiles(jobId);
  if (!counts || counts.pending > 0) return false;
  const job = await deps.jobs.getJob(jobId);
  if (!job || job.state !== 'uploading') return false;
  const round = job.round + 1;
  const at = iso(deps.clock.now());
  const { applied } = await deps.jobs.moveJob({
    jobId,
    from: ['uploading'],
    to: 'ready',
    at,
    round: job.round,
    set: { round },
  });
  if (applied) await deps.events.publish({ type: 'job.ready', jobId, round });
  return applied;
}

/**
 * The client's side of step 3: puts the parts together and, whichever way the file came, makes sure that its arrival
 * is noticed even if the event is lost. Throws `upload.missing` when the bytes aren't there yet.
 */
export async function finishUpload(
  deps: Deps & { blobs: BlobStore },
  input: { jobId: string; fileId: string; uploadId?: string },
): Promise<FileRecord> {
  const file = await deps.jobs.getFile(input.jobId, input.fileId);
  if (!file) throw new FilemillError('file.not_found', 'There is no such file in the job.');
  if (file.state !== 'pending') return file;
  const uploadId = input.uploadId ?? file.multipart?.uploadId;
  if (uploadId) await joinParts(deps.blobs, file, uploadId);
  const object = await deps.blobs.head('uploads', file.key);
  if (!object) {
    throw new FilemillError(
      'upload.missing',
      `"${file.name}" has not arrived. Ask for an upload and send it again.`,
    );
  }
  await completeUpload(deps, object);
  return (await deps.jobs.getFile(input.jobId, input.fileId)) ?? file;
}

async function joinParts(blobs: BlobStore, file: FileRecord, uploadId: string): Promise<void> {
  const parts = await blobs.listParts(file.key, uploadId);
  if (!parts) return; // joined by an earlier call whose answer was lost, or aborted: the look at the object decides
  const arrived = parts.reduce((sum, part) => sum + part.size, 0);
  if (arrived !== file.size) {
    throw new FilemillError(
      'upload.size_mismatch',
      `${arrived} of ${file.size} bytes of "${file.name}" have arrived. Send the missing parts.`,
    );
  }
  await blobs.completeMultipart(file.key, uploadId, parts);
}
