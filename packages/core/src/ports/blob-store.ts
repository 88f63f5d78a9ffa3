import type { Readable } from 'node:stream';

/**
 * Objects as S3 keeps them, in two buckets: what people upload, and what Filemill makes of it. Keys are chosen by the
 * server and have no part of a person's file name in them. An object is there whole or not at all; a second write to a
 * key replaces the first. URLs that are given out are signed, bound to one key and expire.
 */
export type Bucket = 'uploads' | 'results';

export interface BlobStore {
  /** How to upload one object of exactly `size` bytes with one POST of a form; for small files. */
  presignPost(request: PresignPost): Promise<{ url: string; fields: Record<string, string> }>;

  /** Begins an upload in parts; the id names it. */
  createMultipart(key: string, contentType: string): Promise<string>;
  /** URLs for `PUT`ting parts, by part number (1–10,000). */
  presignParts(request: PresignParts): Promise<Record<number, string>>;
  /** Parts that have arrived. Undefined where there is no such upload (completed, aborted or never begun). */
  listParts(key: string, uploadId: string): Promise<UploadedPart[] | undefined>;
  /** Makes the object of its parts. Repeating it after success succeeds. */
  completeMultipart(key: string, uploadId: string, parts: UploadedPart[]): Promise<void>;
  abortMultipart(key: string, uploadId: string): Promise<void>;

  /** A URL to read an object, with ranges. `download` makes the browser save it under that name. */
  presignGet(bucket: Bucket, key: string, options: PresignGet): Promise<string>;

  head(bucket: Bucket, key: string): Promise<ObjectInfo | undefined>;
  /** The bytes from `start` to `end`, both included. Throws `file.not_found` where there is no such object. */
  get(bucket: Bucket, key: string, range?: { start: number; end: number }): Promise<Readable>;
  /**
   * Puts the object into a local file, replacing it, by the cheapest way that there is. It may be the stored bytes
   * themselves (a hard link): read it, don't write to it.
   */
  download(bucket: Bucket, key: string, path: string): Promise<void>;
  /** Stores the bytes of a local file, which may change or go afterwards. */
  putFile(
    bucket: Bucket,
    key: string,
    path: string,
    contentType: string,
  ): Promise<{ sha256: string; size: number }>;
  put(bucket: Bucket, key: string, body: string | Uint8Array, contentType: string): Promise<void>;

  /** Objects below a prefix, in the order of their keys. */
  list(bucket: Bucket, prefix: string, cursor?: string): Promise<{ objects: ObjectInfo[]; cursor?: string }>;
  /** Deletes up to 1,000 objects; those that aren't there are no error. */
  delete(bucket: Bucket, keys: string[]): Promise<void>;
}

export interface PresignPost {
  key: string;
  /** Bytes; no other size is accepted. */
  size: number;
  contentType: string;
  expiresSeconds: number;
}

export interface PresignParts {
  key: string;
  uploadId: string;
  parts: number[];
  expiresSeconds: number;
}

export interface PresignGet {
  expiresSeconds: number;
  /** The media type that the answer names, whatever was uploaded as. */
  mediaType?: string;
  download?: string;
}

export interface UploadedPart {
  part: number;
  etag: string;
  size: number;
}

export interface ObjectInfo {
  key: string;
  size: number;
  etag: string;
  /** ISO 8601. */
  modifiedAt: string;
}
