import { createReadStream } from 'node:fs';
import { createHash } from 'node:crypto';
import {
  FilemillError,
  type BlobStore,
  type Clock,
  type ObjectInfo,
  type UploadedPart,
} from '@filemill/core';
import { MAX_PARTS } from './blob-store/multipart.ts';
import type { ObjectFolder } from './blob-store/object-folder.ts';
import type { StoredObject } from './blob-store/rows.ts';
import type { Credentials } from './s3/credentials.ts';
import { attachment } from './s3/disposition.ts';
import { presignPostForm, presignUrl, type Signer } from './s3/presign.ts';
import type { Pairs } from './s3/sigv4.ts';

const PAGE = 1000;

export interface BlobStoreOptions {
  objects: ObjectFolder;
  /** Base URL of the S3 endpoint as browsers reach it, such as `http://127.0.0.1:8080/s3`; known once it listens. */
  endpoint: () => string;
  credentials: Credentials;
  clock: Clock;
}

/** The blob store over a folder; the URLs that it gives out lead to the S3 endpoint of the same folder. */
export function createBlobStore({ objects, endpoint, credentials, clock }: BlobStoreOptions): BlobStore {
  const signer = (): Signer => ({ endpoint: endpoint(), credentials, now: clock.now() });
  const upload = (key: string, uploadId: string) => ({ bucket: 'uploads' as const, key, uploadId });

  return {
    presignPost: async (request) => presignPostForm(signer(), { bucket: 'uploads', ...request }),

    createMultipart: (key, contentType) => objects.multipart.create({ bucket: 'uploads', key, contentType }),

    async presignParts({ key, uploadId, parts, expiresSeconds }) {
      return Object.fromEntries(
        parts.map((part) => {
          if (!Number.isInteger(part) || part < 1 || part > MAX_PARTS) {
            throw new FilemillError(
              'input.invalid',
              `Parts have numbers from 1 to ${MAX_PARTS}, not ${part}.`,
            );
          }
          const query: Pairs = [
            ['partNumber', String(part)],
            ['uploadId', uploadId],
          ];
          return [
            part,
            presignUrl(signer(), { method: 'PUT', bucket: 'uploads', key, query, expiresSeconds }),
          ];
        }),
      );
    },

    async listParts(key, uploadId) {
      return objects.multipart
        .listParts(upload(key, uploadId))
        ?.map(({ part, etag, size }) => ({ part, etag, size }));
    },

    async completeMultipart(key, uploadId, parts) {
      await objects.multipart.complete(upload(key, uploadId), parts.map(listedPart));
    },

    async abortMultipart(key, uploadId) {
      await objects.multipart.abort(upload(key, uploadId));
    },

    async presignGet(bucket, key, { expiresSeconds, mediaType, download }) {
      const query: Pairs = [
        ...(download === undefined ? [] : [['response-content-disposition', attachment(download)] as const]),
        ...(mediaType === undefined ? [] : [['response-content-type', mediaType] as const]),
      ];
      return presignUrl(signer(), { method: 'GET', bucket, key, query, expiresSeconds });
    },

    async head(bucket, key) {
      const found = objects.head(bucket, key);
      return found && toInfo(found);
    },

    async get(bucket, key, range) {
      const { handle } = await objects.open(bucket, key);
      return handle.createReadStream(range); // closes the handle at its end
    },

    download: (bucket, key, path) => objects.linkTo(bucket, key, path),

    async putFile(bucket, key, path, contentType) {
      const sha256 = createHash('sha256');
      const { size } = await objects.write(
        { bucket, key, contentType },
        hashed(createReadStream(path), sha256),
      );
      return { sha256: sha256.digest('hex'), size };
    },

    async put(bucket, key, body, contentType) {
      await objects.write({ bucket, key, contentType }, once(body));
    },

    async list(bucket, prefix, cursor = '') {
      const found = objects.list(bucket, { prefix, after: cursor, limit: PAGE + 1 });
      const page = found.slice(0, PAGE).map(toInfo);
      return found.length > PAGE ? { objects: page, cursor: page.at(-1)!.key } : { objects: page };
    },

    async delete(bucket, keys) {
      if (keys.length > PAGE)
        throw new FilemillError('input.limit', `One call deletes up to ${PAGE} objects.`);
      await objects.delete(bucket, keys);
    },
  };
}

/** Browsers hand on the ETag header with its quotes. */
function listedPart({ part, etag }: UploadedPart): { part: number; etag: string } {
  return { part, etag: etag.replace(/^"|"$/g, '') };
}

function toInfo({ key, size, etag, modifiedAt }: StoredObject): ObjectInfo {
  return { key, size, etag, modifiedAt };
}

async function* hashed(
  body: AsyncIterable<Uint8Array>,
  hash: { update(chunk: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* once(body: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof body === 'string' ? Buffer.from(body) : body;
}
