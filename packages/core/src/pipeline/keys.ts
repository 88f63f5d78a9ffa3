/** Where things are kept. Keys are made of ids only: nothing that a person typed is ever part of one. */

export function uploadKey(jobId: string, fileId: string): string {
  return `${jobId}/${fileId}`;
}

/** The job and file of an upload's key; undefined for a key that is none. */
export function parseUploadKey(key: string): { jobId: string; fileId: string } | undefined {
  const [jobId, fileId, ...rest] = key.split('/');
  return jobId && fileId && rest.length === 0 ? { jobId, fileId } : undefined;
}

/** Results are kept by attempt, so that a late worker can never write over what a later one has stored. */
export function resultKey(file: { jobId: string; fileId: string }, attempt: number, name: string): string {
  return `${file.jobId}/${file.fileId}/${attempt}/${name}`;
}

const RECEIPTS = 'receipts';

/** The receipts of a page of files, as lines, by the first of them. A retry makes a round, and with it new ones. */
export function receiptsKey(job: { jobId: string; round: number }, firstFileId: string): string {
  return `${job.jobId}/${RECEIPTS}/${job.round}/${firstFileId}.jsonl`;
}

/** What an object of the results bucket is of: the job's receipts, or an attempt at one of its files. */
export function parseResultKey(key: string): { jobId: string; round: number } | FileAttempt | undefined {
  const [jobId, owner, number, name] = key.split('/');
  if (!jobId || !owner || !name || !/^\d+$/.test(number ?? '')) return undefined;
  if (owner === RECEIPTS) return { jobId, round: Number(number) };
  return { jobId, fileId: owner, attempt: Number(number) };
}

interface FileAttempt {
  jobId: string;
  fileId: string;
  attempt: number;
}

/** Names the mail that tells of a job's end in this round. */
export function endMailId({ jobId, round }: { jobId: string; round: number }): string {
  return `job-ended/${jobId}/${round}`;
}

/** Everything of a job, in either bucket. */
export function jobPrefix(jobId: string): string {
  return `${jobId}/`;
}
