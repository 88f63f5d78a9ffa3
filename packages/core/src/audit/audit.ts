import { FilemillError } from '../errors.ts';
import { JOB_STATES, NO_FILES, type FileCounts, type JobRecord } from '../job.ts';
import type { Bucket } from '../ports/blob-store.ts';
import { FINDINGS, isSame, type Finding } from './findings.ts';
import { lookAtJob, type Look } from './look-at-job.ts';
import { listAll } from './objects-in-order.ts';
import type { AuditSources } from './sources.ts';

export interface AuditOptions {
  /** One job only; else all of them, and objects of jobs that are gone. */
  jobId?: string;
  /** Whether to read every byte and compare its hash. */
  deep?: boolean;
  /** Called for each finding, one after the other. */
  onFinding: (finding: Finding) => Promise<void> | void;
  /** Called after each job, with what was seen so far. */
  onProgress?: (tally: AuditTally) => void;
}

export interface AuditTally {
  jobs: number;
  files: FileCounts;
  objects: number;
  bytes: number;
  wrong: number;
  leftovers: number;
}

const PAGE = 100;
/** Sorts behind every ISO 8601 time. */
const EVER = '\uffff';

/**
 * Recomputes conservation from the stores alone: whether every accepted file is there once, in one state, with its
 * bytes, its results, its receipt and, at the end, one e-mail to its owner. It may run beside the system: a job in which
 * something is found is looked at again, and only what is still so counts.
 */
export async function audit(sources: AuditSources, options: AuditOptions): Promise<AuditTally> {
  const tally: AuditTally = { jobs: 0, files: { ...NO_FILES }, objects: 0, bytes: 0, wrong: 0, leftovers: 0 };
  const report = async (finding: Finding) => {
    if (FINDINGS[finding.code].weight === 'wrong') tally.wrong++;
    else tally.leftovers++;
    await options.onFinding(finding);
  };
  for await (const jobId of jobsToAudit(sources, options.jobId)) {
    const look = await auditJob(sources, jobId, options.deep ?? false);
    if (!look) continue;
    addTo(tally, look);
    for (const finding of look.findings) await report(finding);
    options.onProgress?.(tally);
  }
  if (options.jobId === undefined) {
    for (const bucket of ['uploads', 'results'] as const) await findOrphans(sources, bucket, report);
  }
  return tally;
}

async function* jobsToAudit({ jobs }: AuditSources, jobId: string | undefined): AsyncGenerator<string> {
  if (jobId !== undefined) {
    if (!(await jobs.getJob(jobId))) throw new FilemillError('job.not_found', `There is no job ${jobId}.`);
    yield jobId;
    return;
  }
  for (const state of JOB_STATES) {
    let cursor: string | undefined;
    do {
      const page = await jobs.listJobsByState({ state, before: EVER, limit: PAGE, cursor });
      for (const job of page.items) yield job.jobId;
      cursor = page.cursor;
    } while (cursor);
  }
}

async function auditJob(sources: AuditSources, jobId: string, deep: boolean): Promise<Look | undefined> {
  const look = () =>
    sources.snapshot(async () => {
      const job = await sources.jobs.getJob(jobId);
      return job && isAudited(job) ? lookAtJob(sources, job, deep) : undefined;
    });
  const first = await look();
  if (!first || first.findings.length === 0) return first;
  const second = await look();
  if (!second) return undefined;
  return {
    ...second,
    findings: second.findings.filter((one) => first.findings.some((same) => isSame(one, same))),
  };
}

/** A draft's manifest is still being written, and of a job that is being deleted anything may be gone. */
function isAudited({ state }: JobRecord): boolean {
  return state !== 'draft' && state !== 'deleting';
}

function addTo(tally: AuditTally, look: Look): void {
  tally.jobs++;
  tally.objects += look.objects;
  tally.bytes += look.bytes;
  for (const [state, n] of Object.entries(look.files)) tally.files[state as keyof FileCounts] += n;
}

/** Objects whose job is gone. Keys begin with the job, so each job is asked for once. */
async function findOrphans(
  { jobs, blobs }: AuditSources,
  bucket: Bucket,
  report: (finding: Finding) => Promise<void>,
): Promise<void> {
  let seen = { jobId: '', exists: true };
  for await (const { key, size } of listAll(blobs, bucket, '')) {
    const jobId = key.split('/', 1)[0]!;
    if (seen.jobId !== jobId) seen = { jobId, exists: (await jobs.getJob(jobId)) !== undefined };
    if (seen.exists || (await blobs.storedSize(bucket, key)) === undefined) continue;
    await report({
      code: 'object.orphan',
      ...{ jobId, object: { bucket, key } },
      detail: `${bucket}/${key}, ${size} bytes, of a job that is gone`,
    });
  }
}
