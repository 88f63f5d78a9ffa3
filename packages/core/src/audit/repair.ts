import { isEndedJob } from '../job.ts';
import type { Queues } from '../messages.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import { endJob } from '../pipeline/end-job.ts';
import { keepReceipts } from '../pipeline/keep-receipts.ts';
import type { Finding } from './findings.ts';

export interface RepairDeps {
  jobs: JobStore;
  blobs: BlobStore;
  queues: Pick<Queues, 'tasks'>;
  events: EventBus;
  clock: Clock;
}

/** An orphan that is younger may belong to something under way. */
const ORPHAN_SECONDS = 24 * 3600;

/**
 * Repairs what can be repaired without a loss, and says what was done; undefined where nobody but a person, or a backup,
 * can help. Only while nothing else works on the stores.
 */
export async function repair(deps: RepairDeps, finding: Finding): Promise<string | undefined> {
  const { jobId, fileId } = finding;
  switch (finding.code) {
    case 'counts.wrong':
      await deps.jobs.recountFiles(jobId);
      await endJob(deps, jobId); // the wrong counters may have kept it from ending
      return 'counted again';
    case 'files.waiting':
      return fileId && cancelFile(deps, jobId, fileId);
    case 'task.missing':
      return fileId && sendTask(deps, jobId, fileId);
    case 'original.missing':
      return fileId && expectUpload(deps, jobId, fileId);
    case 'receipt.missing':
    case 'receipt.wrong':
    case 'receipt.orphan':
      return writeReceipts(deps, jobId);
    case 'mail.missing':
      return publishEnd(deps, jobId);
    case 'object.orphan':
    case 'object.leftover':
      return finding.object && removeObject(deps, finding.object);
    case 'files.missing':
    case 'job.wrong_end':
    case 'original.changed':
    case 'result.missing':
    case 'result.changed':
      return undefined;
  }
}

async function cancelFile(
  { jobs, clock }: RepairDeps,
  jobId: string,
  fileId: string,
): Promise<string | undefined> {
  const at = iso(clock.now());
  const from = ['pending', 'uploaded', 'queued', 'running'] as const;
  const set = { leaseUntil: undefined };
  const { applied } = await jobs.moveFile({ jobId, fileId, from: [...from], to: 'cancelled', at, set });
  return applied ? 'cancelled; its owner can retry it' : undefined;
}

async function sendTask(
  { jobs, queues }: RepairDeps,
  jobId: string,
  fileId: string,
): Promise<string | undefined> {
  const job = await jobs.getJob(jobId);
  if (!job) return undefined;
  const { failed } = await queues.tasks.send([{ body: { jobId, fileId, round: job.round } }]);
  return failed.length === 0 ? 'its task was sent again' : undefined;
}

/** A file that ended without success can be uploaded anew; one that waits fails by itself when its turn comes. */
async function expectUpload(
  { jobs }: RepairDeps,
  jobId: string,
  fileId: string,
): Promise<string | undefined> {
  const set = { uploadedAt: undefined };
  const { applied } = await jobs.updateFile({ jobId, fileId, in: ['failed', 'cancelled'], set });
  return applied ? 'a retry will ask for its upload' : undefined;
}

async function writeReceipts(deps: RepairDeps, jobId: string): Promise<string | undefined> {
  const job = await deps.jobs.getJob(jobId);
  return job && (await keepReceipts(deps, job)) ? "the job's receipts were written again" : undefined;
}

async function publishEnd({ jobs, events }: RepairDeps, jobId: string): Promise<string | undefined> {
  const job = await jobs.getJob(jobId);
  if (!job || !isEndedJob(job.state)) return undefined;
  await events.publish({ type: 'job.ended', jobId, round: job.round });
  return 'the mail will go out when the server runs';
}

async function removeObject(
  { blobs, clock }: RepairDeps,
  { bucket, key }: NonNullable<Finding['object']>,
): Promise<string | undefined> {
  const object = await blobs.head(bucket, key);
  if (!object) return 'gone already';
  if (clock.now() - Date.parse(object.modifiedAt) < ORPHAN_SECONDS * 1000) return undefined;
  await blobs.delete(bucket, [key]);
  return 'removed';
}
