import { buffer } from 'node:stream/consumers';
import type { BlobStore, Bucket, UploadedPart } from '../blob-store.ts';

export interface BlobStoreUnderTest {
  blobs: BlobStore;
  /** An existing, empty folder for local files. */
  dir: string;
}

/** The least size of a part that isn't the last, as S3 has it. */
export const PART = 5 * 1024 * 1024;
export const MINUTE = 60;

export async function read(
  blobs: BlobStore,
  bucket: Bucket,
  key: string,
  range?: { start: number; end: number },
): Promise<Buffer> {
  return buffer(await blobs.get(bucket, key, range));
}

export async function readText(blobs: BlobStore, bucket: Bucket, key: string): Promise<string> {
  return (await read(blobs, bucket, key)).toString();
}

/** Sends a part as a browser does, and gives what it learns of it. */
export async function sendPart(
  blobs: BlobStore,
  upload: { key: string; uploadId: string },
  part: number,
  body: Uint8Array<ArrayBuffer>,
): Promise<UploadedPart> {
  const urls = await blobs.presignParts({ ...upload, parts: [part], expiresSeconds: MINUTE });
  const response = await fetch(urls[part]!, { method: 'PUT', body });
  if (!response.ok) throw new Error(`part ${part}: ${response.status} ${await response.text()}`);
  return { part, etag: response.headers.get('etag')!, size: body.length };
}

/** Sends a form as a browser does: the given fields, then the file. */
export async function sendForm(
  { url, fields }: { url: string; fields: Record<string, string> },
  body: string,
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([body]));
  return fetch(url, { method: 'POST', body: form });
}

/** `size` bytes, different for each seed. */
export function bytes(size: number, seed: number): Buffer<ArrayBuffer> {
  const made = Buffer.alloc(size);
  for (let i = 0; i < size; i += 4096) made.fill(`${seed}:${i};`, i, Math.min(i + 4096, size));
  return made;
}
