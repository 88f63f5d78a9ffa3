import { isTerminalFile, type FileRecord } from '../file.ts';
import { endOf, isEndedJob, NO_FILES, type FileCounts, type JobRecord } from '../job.ts';
import { endMailId, jobPrefix, parseResultKey } from '../pipeline/keys.ts';
import { RECEIPTS_PAGE } from '../pipeline/keep-receipts.ts';
import type { Bucket, ObjectInfo } from '../ports/blob-store.ts';
import { checkObjects } from './check-objects.ts';
import { checkReceipts } from './check-receipts.ts';
import type { Finding } from './findings.ts';
import { ObjectsInOrder } from './objects-in-order.ts';
import type { AuditSources, InTransit } from './sources.ts';

export interface Look {
  findings: Finding[];
  /** Files by state, counted one by one. */
  files: FileCounts;
  objects: number;
  /** Of these objects. */
  bytes: number;
}

/** Goes once through everything of one job. Memory grows with what is found, not with what there is. */
export async function lookAtJob(sources: AuditSources, job: JobRecord, deep: boolean): Promise<Look> {
  const { jobId } = job;
  const look: Look = { findings: [], files: { ...NO_FILES }, objects: 0, bytes: 0 };
  const uploads = new ObjectsInOrder(sources.blobs, 'uploads', jobPrefix(jobId));
  const results = new ObjectsInOrder(sources.blobs, 'results', jobPrefix(jobId));
  const transit = await sources.messagesOf(jobId);
  let cursor: string | undefined;
  do {
    const page = await sources.jobs.listFiles({ jobId, limit: RECEIPTS_PAGE, cursor });
    for (const file of page.items) {
      const [before, after] = [jobPrefix(jobId) + file.fileId, `${jobPrefix(jobId)}${file.fileId}0`]; // "0" follows "/"
      look.findings.push(...orphans(jobId, 'uploads', await uploads.takeUntil(before)));
      look.findings.push(...orphans(jobId, 'results', await results.takeUntil(before)));
      const listed = { uploads: await uploads.takeUntil(after), results: await results.takeUntil(after) };
      look.files[file.state]++;
      for (const { size } of [...listed.uploads, ...listed.results]) {
        look.objects++;
        look.bytes += size;
      }
      look.findings.push(...checkState(job, file, transit));
      look.findings.push(...(await checkObjects(sources, file, listed, deep)));
    }
    if (isEndedJob(job.state) && page.items.length > 0 && !transit.unreceipted.has(job.round)) {
      look.findings.push(...(await checkReceipts(sources, job, page.items)));
    }
    cursor = page.cursor;
  } while (cursor);
  look.findings.push(...orphans(jobId, 'uploads', await uploads.takeUntil()));
  look.findings.push(...(await results.takeUntil()).flatMap((object) => checkLast(job, object)));
  look.findings.push(...(await checkJob(sources, job, look.files, transit)));
  return look;
}

function checkState(job: JobRecord, { jobId, fileId, state }: FileRecord, { tasks }: InTransit): Finding[] {
  if (isEndedJob(job.state) && !isTerminalFile(state)) {
    return [{ code: 'files.waiting', jobId, fileId, detail: `${state} in a job that is ${job.state}` }];
  }
  if (job.state === 'running' && state === 'queued' && !tasks.has(`${fileId}@${job.round}`)) {
    return [{ code: 'task.missing', jobId, fileId, detail: `queued in round ${job.round} without a task` }];
  }
  return [];
}

async function checkJob(
  { jobs, mails, isMailed }: AuditSources,
  job: JobRecord,
  files: FileCounts,
  { unmailed }: InTransit,
): Promise<Finding[]> {
  const { jobId, state, round, fileCount } = job;
  const findings: Finding[] = [];
  const add = (code: Finding['code'], detail: string) => findings.push({ code, jobId, detail });

  const counted = await jobs.countFiles(jobId);
  if (describe(counted) !== describe(files))
    add('counts.wrong', `${describe(counted)}; really ${describe(files)}`);
  const total = Object.values(files).reduce((sum, n) => sum + n, 0);
  if (total !== fileCount) add('files.missing', `${fileCount} files were accepted, ${total} are there`);
  if (!isEndedJob(state) || state === 'cancelled') return findings;
  const end = endOf(files);
  if (end && end !== state) add('job.wrong_end', `${state}, though its files say ${end}`);
  if (isMailed(job.owner) && !unmailed.has(round) && !(await mails.has(endMailId(job)))) {
    add('mail.missing', `round ${round} ended ${job.endedAt}, and there is no mail of it`);
  }
  return findings;
}

/** "3 succeeded, 1 failed". */
function describe(counts: FileCounts | undefined): string {
  const parts = Object.entries(counts ?? {}).filter(([, n]) => n > 0);
  return parts.map(([state, n]) => `${n} ${state}`).join(', ') || 'no files';
}

function orphans(jobId: string, bucket: Bucket, objects: ObjectInfo[]): Finding[] {
  return objects.map(({ key, size }) => {
    const detail = `${bucket}/${key}, ${size} bytes, of no file of the job`;
    return { code: 'object.orphan', jobId, object: { bucket, key }, detail };
  });
}

/** What comes after the files' objects: the receipts, of this round and of earlier ones. */
function checkLast(job: JobRecord, object: ObjectInfo): Finding[] {
  const parsed = parseResultKey(object.key);
  if (!parsed || !('round' in parsed) || parsed.round > job.round)
    return orphans(job.jobId, 'results', [object]);
  if (parsed.round === job.round) return [];
  const { jobId } = job;
  const detail = `results/${object.key} is of an earlier round`;
  return [{ code: 'object.leftover', jobId, object: { bucket: 'results', key: object.key }, detail }];
}
