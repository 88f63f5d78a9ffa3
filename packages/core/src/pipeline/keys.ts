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

/** Everything of a job, in either bucket. */
export function jobPrefix(jobId: string): string {
  return `${jobId}/`;
}
