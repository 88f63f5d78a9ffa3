import assert from 'node:assert/strict';
import type { Check } from '../contract.ts';
import { bytes, PART, read, sendPart, type BlobStoreUnderTest } from './blob-store-fixtures.ts';

const key = 'job/1';
const TYPE = 'video/mp4';

/** What a blob store promises about uploads in parts. */
export const blobStoreMultipartChecks: readonly Check<BlobStoreUnderTest>[] = [
  {
    name: 'makes one object of parts that arrive in any order',
    async check(make) {
      const { blobs } = await make();
      const upload = { key, uploadId: await blobs.createMultipart(key, TYPE) };
      const bodies = [bytes(PART, 1), bytes(PART, 2), bytes(PART, 3), bytes(1000, 4)];
      const sent = await Promise.all([2, 4, 1, 3].map((n) => sendPart(blobs, upload, n, bodies[n - 1]!)));
      assert.equal(await blobs.head('uploads', key), undefined, 'not there before it is complete');
      const parts = sent.sort((a, b) => a.part - b.part);
      await blobs.completeMultipart(key, upload.uploadId, parts);
      assert.ok((await read(blobs, 'uploads', key)).equals(Buffer.concat(bodies)));
      assert.equal((await blobs.head('uploads', key))!.size, 3 * PART + 1000);
    },
  },
  {
    name: 'says which parts have arrived, and completes with what it says',
    async check(make) {
      const { blobs } = await make();
      const upload = { key, uploadId: await blobs.createMultipart(key, TYPE) };
      assert.deepEqual(await blobs.listParts(key, upload.uploadId), []);
      await sendPart(blobs, upload, 2, bytes(10, 2));
      await sendPart(blobs, upload, 1, bytes(PART, 1));
      const parts = (await blobs.listParts(key, upload.uploadId))!;
      assert.deepEqual(
        parts.map(({ part, size }) => [part, size]),
        [
          [1, PART],
          [2, 10],
        ],
      );
      await blobs.completeMultipart(key, upload.uploadId, parts);
      assert.ok((await read(blobs, 'uploads', key)).equals(Buffer.concat([bytes(PART, 1), bytes(10, 2)])));
    },
  },
  {
    name: 'takes the last version of a part that is sent again',
    async check(make) {
      const { blobs } = await make();
      const upload = { key, uploadId: await blobs.createMultipart(key, TYPE) };
      await sendPart(blobs, upload, 1, bytes(PART, 1));
      await sendPart(blobs, upload, 2, bytes(100, 2));
      const again = await sendPart(blobs, upload, 1, bytes(PART, 3));
      const parts = (await blobs.listParts(key, upload.uploadId))!;
      assert.equal(parts[0]!.etag.replaceAll('"', ''), again.etag.replaceAll('"', ''));
      await blobs.completeMultipart(key, upload.uploadId, parts);
      assert.ok((await read(blobs, 'uploads', key)).equals(Buffer.concat([bytes(PART, 3), bytes(100, 2)])));
    },
  },
  {
    name: 'takes parts of unequal sizes, numbers with gaps, and leaves out what is not listed',
    async check(make) {
      const { blobs } = await make();
      const upload = { key, uploadId: await blobs.createMultipart(key, TYPE) };
      const bodies = [bytes(PART + 7, 1), bytes(PART, 2), bytes(PART + 99, 3), bytes(5, 4)];
      const sent = [];
      for (const n of [1, 2, 3, 4]) sent.push(await sendPart(blobs, upload, 10 * n, bodies[n - 1]!));
      await sendPart(blobs, upload, 50, bytes(PART, 5));
      await blobs.completeMultipart(key, upload.uploadId, sent);
      assert.ok((await read(blobs, 'uploads', key)).equals(Buffer.concat(bodies)));
    },
  },
  {
    name: 'completes again without harm, and has no parts afterwards',
    async check(make) {
      const { blobs } = await make();
      const upload = { key, uploadId: await blobs.createMultipart(key, TYPE) };
      const parts = [await sendPart(blobs, upload, 1, bytes(100, 1))];
      const complete = () => blobs.completeMultipart(key, upload.uploadId, parts);
      await assert.doesNotReject(Promise.all([complete(), complete()]));
      await assert.doesNotReject(complete());
      assert.ok((await read(blobs, 'uploads', key)).equals(bytes(100, 1)));
      assert.equal(await blobs.listParts(key, upload.uploadId), undefined);
      await assert.rejects(sendPart(blobs, upload, 1, bytes(100, 2)), /404 .*NoSuchUpload/s);
    },
  },
  {
    name: 'refuses to complete with parts that did not arrive as named',
    async check(make) {
      const { blobs } = await make();
      const upload = { key, uploadId: await blobs.createMultipart(key, TYPE) };
      const [one, two] = [
        await sendPart(blobs, upload, 1, bytes(PART, 1)),
        await sendPart(blobs, upload, 2, bytes(9, 2)),
      ];
      const wrong = [
        [one, { ...two, etag: one.etag }],
        [one, two, { ...two, part: 3 }],
        [two, one],
      ];
      for (const parts of wrong) await assert.rejects(blobs.completeMultipart(key, upload.uploadId, parts));
      assert.equal(await blobs.head('uploads', key), undefined);
      await blobs.completeMultipart(key, upload.uploadId, [one, two]);
    },
  },
  {
    name: 'forgets an upload that is aborted',
    async check(make) {
      const { blobs } = await make();
      const upload = { key, uploadId: await blobs.createMultipart(key, TYPE) };
      const parts = [await sendPart(blobs, upload, 1, bytes(100, 1))];
      await blobs.abortMultipart(key, upload.uploadId);
      await blobs.abortMultipart(key, upload.uploadId);
      assert.equal(await blobs.listParts(key, upload.uploadId), undefined);
      await assert.rejects(sendPart(blobs, upload, 1, bytes(100, 2)), /404 .*NoSuchUpload/s);
      await assert.rejects(blobs.completeMultipart(key, upload.uploadId, parts));
      assert.equal(await blobs.head('uploads', key), undefined);
    },
  },
  {
    name: 'keeps uploads to the same key apart',
    async check(make) {
      const { blobs } = await make();
      const [a, b] = [await blobs.createMultipart(key, TYPE), await blobs.createMultipart(key, TYPE)];
      const ofA = await sendPart(blobs, { key, uploadId: a }, 1, bytes(10, 1));
      await sendPart(blobs, { key, uploadId: b }, 1, bytes(10, 2));
      await blobs.completeMultipart(key, a, [ofA]);
      assert.ok((await read(blobs, 'uploads', key)).equals(bytes(10, 1)));
      assert.equal((await blobs.listParts(key, b))!.length, 1);
      assert.equal(await blobs.listParts('another key', b), undefined);
    },
  },
];
