import { setTimeout as pause } from 'node:timers/promises';
import type { BlobStore } from '@filemill/core';
import type { Chance } from './chance.ts';
import { badNetwork } from './request.ts';

const MAX_LAG_MS = 20;

/** A blob store whose writes fail, with and without effect, and whose objects change under those who look at them. */
export function adversarialBlobStore(blobs: BlobStore, chance: Chance): BlobStore {
  const call = <T>(name: string, write: () => Promise<T>) => badNetwork(chance, name, write);

  /** What was true when it was asked may not be when it is answered. */
  async function behind<T>(look: Promise<T>): Promise<T> {
    const seen = await look;
    if (chance.strikes('lag')) await pause(chance.pick(MAX_LAG_MS));
    return seen;
  }

  return {
    ...blobs,
    createMultipart: (key, contentType) =>
      call('createMultipart', () => blobs.createMultipart(key, contentType)),
    completeMultipart: (key, uploadId, parts) =>
      call('completeMultipart', () => blobs.completeMultipart(key, uploadId, parts)),
    abortMultipart: (key, uploadId) => call('abortMultipart', () => blobs.abortMultipart(key, uploadId)),
    put: (bucket, key, body, contentType) => call('put', () => blobs.put(bucket, key, body, contentType)),
    putFile: (bucket, key, path, contentType) =>
      call('putFile', () => blobs.putFile(bucket, key, path, contentType)),
    delete: (bucket, keys) => call('delete', () => blobs.delete(bucket, keys)),
    head: (bucket, key) => behind(blobs.head(bucket, key)),
    list: (bucket, prefix, cursor) => behind(blobs.list(bucket, prefix, cursor)),

    async download(bucket, key, path) {
      await blobs.download(bucket, key, path);
      if (bucket !== 'uploads' || !chance.strikes('change')) return;
      // The same bytes, since a test has to know what comes out; yet another object, and an event long after.
      if (await blobs.head(bucket, key)) await blobs.putFile(bucket, key, path, 'application/octet-stream');
    },
  };
}
