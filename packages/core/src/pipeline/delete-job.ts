import { FilemillError } from '../errors.ts';
import { JOB_STATES } from '../job.ts';
import type { BlobStore, Bucket } from '../ports/blob-store.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/job-store.ts';
import { jobPrefix } from './keys.ts';

/**
 * Removes a job with its originals and results: objects first, rows last, so that nothing is left that no row speaks
 * of. A worker in the middle of one of its files finds its lease gone.
 */
export async function deleteJob(
  deps: { jobs: JobStore; blobs: BlobStore; clock: Clock },
  { jobId }: { jobId: string },
): Promise<void> {
  const { job } = await deps.jobs.moveJob({
    jobId,
    from: [...JOB_STATES],
    to: 'deleting',
    at: iso(deps.clock.now()),
  });
  if (!job) throw new FilemillError('job.not_found', 'There is no such job.');
  await deleteObjects(deps.blobs, 'uploads', jobId);
  await deleteObjects(deps.blobs, 'results', jobId);
  let gone = false;
  while (!gone) gone = await deps.jobs.deleteJob(jobId);
}

async function deleteObjects(blobs: BlobStore, bucket: Bucket, jobId: string): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await blobs.list(bucket, jobPrefix(jobId), cursor);
    await blobs.delete(
      bucket,
      page.objects.map(({ key }) => key),
    );
    cursor = page.cursor;
  } while (cursor);
}
