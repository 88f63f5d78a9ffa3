import { isEndedJob, type JobRecord } from '../job.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { JobStore } from '../ports/job-store.ts';
import { receiptOf } from '../receipts.ts';
import { fileIdAt } from './create-job.ts';
import { receiptsKey } from './keys.ts';

/** Files whose receipts share one object: as many as one page of the list. */
export const RECEIPTS_PAGE = 1_000;

/**
 * Step 8, beside the e-mail. Writes the receipts of a job that has ended, a page of files to an object. Nothing is
 * written for a state that is not stored: each page is read between two looks at the job that show the same end.
 * Writing again gives the same bytes, so the event may come as often as it likes.
 */
export async function keepReceipts(
  deps: { jobs: JobStore; blobs: BlobStore },
  { jobId, round }: { jobId: string; round: number },
): Promise<boolean> {
  const job = await deps.jobs.getJob(jobId);
  if (!job || job.round !== round) return false;
  if (job.state === 'running' || job.state === 'cancelling') {
    throw new Error(`job ${jobId} has not ended yet`); // the event overtook the write: it has to come again
  }
  if (!isEndedJob(job.state)) return false;
  let kept = 0;
  let cursor: string | undefined;
  do {
    const page = await deps.jobs.listFiles({ jobId, limit: RECEIPTS_PAGE, cursor });
    const first = page.items[0];
    if (!first) break;
    const receipts = page.items
      .map((file) => receiptOf(job, file))
      .filter((receipt) => receipt !== undefined);
    if (!(await isStill(deps.jobs, job))) return false;
    if (receipts.some(({ fileId }, index) => fileId !== fileIdAt(kept + index))) throw lagging(job);
    kept += receipts.length;
    const key = receiptsKey(job, first.fileId);
    const lines = receipts.map((receipt) => `${JSON.stringify(receipt)}\n`);
    await deps.blobs.put('results', key, lines.join(''), 'application/x-ndjson');
    if (!(await deps.jobs.getJob(jobId))) await deps.blobs.delete('results', [key]); // deleted meanwhile
    cursor = page.cursor;
  } while (cursor);
  if (kept < job.fileCount) throw lagging(job);
  return true;
}

/** Lists may lag behind what is stored: the event has to come again. */
function lagging({ jobId }: JobRecord): Error {
  return new Error(`the list of job ${jobId}'s files is not up to date yet`);
}

/** Whether the job is at the same end as before. It never comes back to one at the same moment. */
async function isStill(jobs: JobStore, job: JobRecord): Promise<boolean> {
  const now = await jobs.getJob(job.jobId);
  return now?.state === job.state && now.since === job.since && now.round === job.round;
}
