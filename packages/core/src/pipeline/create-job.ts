import { FilemillError } from '../errors.ts';
import type { FileRecord } from '../file.ts';
import type { JobRecord } from '../job.ts';
import { nameLimit, type Limits } from '../limits.ts';
import type { AnalysisOptions } from '../media.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/job-store.ts';
import { uploadKey } from './keys.ts';

export interface NewJob {
  owner: string;
  name?: string;
  files: { name: string; size: number; contentType?: string }[];
  options: AnalysisOptions;
  idempotencyKey?: string;
}

const CHUNK = 500;

/**
 * Step 1. Checks the manifest against the limits, writes the job and its files, and freezes it: the job is born with
 * its last write, and a repeated call with the same idempotency key finishes what an earlier one began.
 */
export async function createJob(
  deps: { jobs: JobStore; clock: Clock; limits: Limits; newId: () => string },
  input: NewJob,
): Promise<{ job: JobRecord; fileIds: string[] }> {
  checkManifest(input, deps.limits);
  const now = deps.clock.now();
  const draft = draftOf(input, deps.newId(), now, deps.limits);
  const { job, created } = await deps.jobs.createJob(draft);
  if (!created) checkSameRequest(job, draft);
  const files = input.files.map((file, index) => fileRecord(job, file, fileIdAt(index)));
  const fileIds = files.map((file) => file.fileId);
  if (job.state !== 'draft') return { job, fileIds };
  for (let start = 0; start < files.length; start += CHUNK) {
    await deps.jobs.addFiles(files.slice(start, start + CHUNK));
  }
  const frozen = await deps.jobs.moveJob({
    jobId: job.jobId,
    from: ['draft'],
    to: 'uploading',
    at: iso(now),
  });
  return { job: frozen.job ?? job, fileIds };
}

/** The id of the n-th file (from 0) of a manifest; ids sort in its order. */
export function fileIdAt(index: number): string {
  return String(index + 1).padStart(6, '0');
}

function checkManifest({ files }: NewJob, limits: Limits): void {
  if (files.length === 0) throw new FilemillError('input.invalid', 'A job needs at least one file.');
  if (files.length > limits.filesPerJob) {
    const limit = nameLimit('filesPerJob', limits);
    throw new FilemillError(
      'input.limit',
      `${files.length} files are more than ${limit}. Make several jobs.`,
    );
  }
  for (const file of files) {
    if (file.name.length > limits.nameLength) {
      throw new FilemillError(
        'input.limit',
        `The name "${file.name.slice(0, 60)}…" is longer than ${nameLimit('nameLength', limits)}.`,
      );
    }
    if (file.size > limits.fileMegabytes * 1e6) {
      const limit = nameLimit('fileMegabytes', limits);
      throw new FilemillError(
        'input.limit',
        `"${file.name}" is larger than ${limit}. Leave it out or split it.`,
      );
    }
  }
}

function draftOf(input: NewJob, jobId: string, now: number, limits: Limits): JobRecord {
  return {
    jobId,
    owner: input.owner,
    name: input.name?.trim() || defaultName(input),
    state: 'draft',
    since: iso(now),
    options: input.options,
    fileCount: input.files.length,
    totalBytes: input.files.reduce((sum, file) => sum + file.size, 0),
    createdAt: iso(now),
    uploadDeadline: iso(now + limits.uploadHours * 3_600_000),
    round: 0,
    ...(input.idempotencyKey && { idempotencyKey: input.idempotencyKey }),
  };
}

/** A job that nobody named is called after the folder its files share, or after its first file. */
function defaultName({ files }: NewJob): string {
  const first = files[0]!.name;
  const folder = first.includes('/') ? first.slice(0, first.indexOf('/')) : undefined;
  if (folder && files.every((file) => file.name.startsWith(`${folder}/`))) return folder.slice(0, 200);
  const base = first.slice(first.lastIndexOf('/') + 1).slice(0, 150);
  return files.length === 1 ? base : `${base} and ${files.length - 1} more`;
}

function checkSameRequest(stored: JobRecord, asked: JobRecord): void {
  const same =
    stored.fileCount === asked.fileCount &&
    stored.totalBytes === asked.totalBytes &&
    JSON.stringify(stored.options) === JSON.stringify(asked.options);
  if (same) return;
  throw new FilemillError(
    'job.idempotency_conflict',
    'This idempotency key was used for a job with other files or options. Use a new key for a new job.',
  );
}

function fileRecord(job: JobRecord, file: NewJob['files'][number], fileId: string): FileRecord {
  return {
    jobId: job.jobId,
    fileId,
    name: file.name,
    size: file.size,
    contentType: file.contentType || 'application/octet-stream',
    key: uploadKey(job.jobId, fileId),
    state: 'pending',
    since: job.createdAt,
    attempt: 0,
    tries: 0,
    attempts: [],
    results: [],
    previews: [],
    failures: [],
  };
}
