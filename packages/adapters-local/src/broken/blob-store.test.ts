import { Readable } from 'node:stream';
import { after } from 'node:test';
import type { BlobStore } from '@filemill/core';
import { blobStoreChecks, type BlobStoreUnderTest } from '@filemill/core/ports/blob-store.contract';
import { makeTestFolder } from '../test-support/database.ts';
import { startS3 } from '../test-support/s3.ts';
import { expectCaught } from './expect-caught.ts';

/** A blob store that is sound but for some members. */
function breaking(change: (sound: BlobStore) => Partial<BlobStore>): () => Promise<BlobStoreUnderTest> {
  return async () => {
    const { blobs } = await startS3(after);
    return { blobs: { ...blobs, ...change(blobs) }, dir: makeTestFolder(after) };
  };
}

expectCaught('broken blob stores', blobStoreChecks, [
  {
    how: 'acknowledges before it writes',
    noticedBy: 'keeps what was put, under its own key and in its own bucket',
    make: breaking((sound) => ({
      async put(...args) {
        setTimeout(() => void sound.put(...args).catch(() => undefined), 20); // too late for the check, or for the folder
      },
    })),
  },
  {
    how: 'has one bucket for everything',
    noticedBy: 'keeps what was put, under its own key and in its own bucket',
    make: breaking((sound) => ({ head: (_bucket, key) => sound.head('results', key) })),
  },
  {
    how: 'keeps the first version of an object',
    noticedBy: 'replaces an object by a second put, and tells them apart by their ETags',
    make: breaking((sound) => ({
      async put(bucket, key, ...rest) {
        if (!(await sound.head(bucket, key))) await sound.put(bucket, key, ...rest);
      },
    })),
  },
  {
    how: 'ignores case',
    noticedBy: 'takes any key: long, with dots, blanks and signs, and tells similar ones apart',
    make: breaking((sound) => ({
      put: (bucket, key, ...rest) => sound.put(bucket, key.toLowerCase(), ...rest),
      get: (bucket, key, range) => sound.get(bucket, key.toLowerCase(), range),
    })),
  },
  {
    how: 'reads ranges without their end',
    noticedBy: 'reads a range, both ends included',
    make: breaking((sound) => ({
      get: (bucket, key, range) =>
        sound.get(bucket, key, range && { ...range, end: Math.max(range.start, range.end - 1) }),
    })),
  },
  {
    how: 'begins to read when the reader does',
    noticedBy: 'reads one version to its end, though the object is replaced or deleted meanwhile',
    make: breaking((sound) => ({
      async get(bucket, key, range) {
        const late = async function* () {
          if (await sound.head(bucket, key)) yield* await sound.get(bucket, key, range);
        };
        return Readable.from(late());
      },
    })),
  },
  {
    how: 'lists a page only',
    noticedBy: 'lists page by page while objects come and go, and deletes a thousand at once',
    make: breaking((sound) => ({
      list: async (...args) => ({ objects: (await sound.list(...args)).objects }),
    })),
  },
  {
    how: "lists in the order of the keys' UTF-16 units",
    noticedBy: "lists what is below a prefix, in the order of the keys' bytes",
    make: breaking((sound) => ({
      async list(...args) {
        const page = await sound.list(...args);
        return { ...page, objects: page.objects.toSorted((a, b) => (a.key < b.key ? -1 : 1)) };
      },
    })),
  },
  {
    how: 'completes with the parts that it has, whatever is asked',
    noticedBy: 'refuses to complete with parts that did not arrive as named',
    make: breaking((sound) => ({
      async completeMultipart(key, uploadId) {
        await sound.completeMultipart(key, uploadId, (await sound.listParts(key, uploadId)) ?? []);
      },
    })),
  },
  {
    how: 'completes once only',
    noticedBy: 'completes again without harm, and has no parts afterwards',
    make: breaking((sound) => ({
      async completeMultipart(key, uploadId, parts) {
        if (!(await sound.listParts(key, uploadId))) throw new Error('no such upload');
        await sound.completeMultipart(key, uploadId, parts);
      },
    })),
  },
  {
    how: 'forgets to abort',
    noticedBy: 'forgets an upload that is aborted',
    make: breaking(() => ({ abortMultipart: async () => undefined })),
  },
  {
    how: 'signs forms for any size',
    noticedBy: 'refuses a form with another size, type or key, and stores nothing of it',
    make: breaking((sound) => ({
      presignPost: (request) => sound.presignPost({ ...request, size: 6 }),
    })),
  },
  {
    how: 'signs for ever',
    noticedBy: 'gives URLs and forms that expire',
    make: breaking((sound) => ({
      presignGet: (bucket, key, options) =>
        sound.presignGet(bucket, key, { ...options, expiresSeconds: 600 }),
    })),
  },
]);
