import { FilemillError } from '../errors.ts';
import type { FileRecord } from '../file.ts';
import type { BlobStore, UploadedPart } from '../ports/blob-store.ts';
import { iso, type Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/job-store.ts';

const MB = 1_048_576;
/** Files up to this size are sent as one POST; larger ones in parts, so that a lost network costs one part. */
const SINGLE_POST_BYTES = 16 * MB;
const MIN_PART_BYTES = 8 * MB;
/** S3 takes at most so many parts (s3 qfacts). */
const MAX_PARTS = 10_000;
/** Signatures are short-lived: they are made late and can be renewed at any time. */
const EXPIRES_SECONDS = 15 * 60;

export type UploadGrant =
  | { method: 'post'; url: string; fields: Record<string, string>; expiresAt: string }
  | {
      method: 'multipart';
      uploadId: string;
      partSize: number;
      partCount: number;
      urls: Record<number, string>;
      /** Only listed when no parts were asked for: when an upload begins or goes on. */
      uploaded: UploadedPart[];
      expiresAt: string;
    };

/** Step 2. Answers how to upload one file: a POST of exactly its size, or parts. */
export async function requestUpload(
  deps: { jobs: JobStore; blobs: BlobStore; clock: Clock },
  input: { jobId: string; fileId: string; parts?: number[] },
): Promise<UploadGrant> {
  const file = await deps.jobs.getFile(input.jobId, input.fileId);
  if (!file) throw new FilemillError('file.not_found', 'There is no such file in the job.');
  if (file.state !== 'pending') {
    throw new FilemillError('job.wrong_state', `"${file.name}" is ${file.state}: it needs no upload.`);
  }
  const expiresAt = iso(deps.clock.now() + EXPIRES_SECONDS * 1000);
  if (file.size <= SINGLE_POST_BYTES) {
    const { key, size, contentType } = file;
    const post = await deps.blobs.presignPost({ key, size, contentType, expiresSeconds: EXPIRES_SECONDS });
    return { method: 'post', ...post, expiresAt };
  }
  const { uploadId, partSize, uploaded } = await beginOrContinue(deps, file, input.parts === undefined);
  const partCount = Math.ceil(file.size / partSize);
  const parts = input.parts ?? [];
  const outside = parts.find((part) => part > partCount);
  if (outside)
    throw new FilemillError('input.invalid', `There is no part ${outside}: "${file.name}" has ${partCount}.`);
  const urls = await deps.blobs.presignParts({
    key: file.key,
    uploadId,
    parts,
    expiresSeconds: EXPIRES_SECONDS,
  });
  return { method: 'multipart', uploadId, partSize, partCount, urls, uploaded, expiresAt };
}

async function beginOrContinue(
  deps: { jobs: JobStore; blobs: BlobStore },
  file: FileRecord,
  list: boolean,
): Promise<{ uploadId: string; partSize: number; uploaded: UploadedPart[] }> {
  if (file.multipart) {
    if (!list) return { ...file.multipart, uploaded: [] };
    const uploaded = await deps.blobs.listParts(file.key, file.multipart.uploadId);
    if (uploaded) return { ...file.multipart, uploaded };
  }
  const partSize = Math.max(MIN_PART_BYTES, Math.ceil(file.size / MAX_PARTS / MB) * MB);
  const uploadId = await deps.blobs.createMultipart(file.key, file.contentType);
  const { jobId, fileId } = file;
  await deps.jobs.updateFile({ jobId, fileId, in: ['pending'], set: { multipart: { uploadId, partSize } } });
  return { uploadId, partSize, uploaded: [] };
}
