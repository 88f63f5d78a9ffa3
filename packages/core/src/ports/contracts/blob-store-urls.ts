import assert from 'node:assert/strict';
import { eventually, type Check } from '../contract.ts';
import { bytes, MINUTE, readText, sendForm, type BlobStoreUnderTest } from './blob-store-fixtures.ts';

const key = 'job/1';
const request = { key, size: 5, contentType: 'text/plain', expiresSeconds: MINUTE };

/** What a blob store promises about the URLs and forms that it gives out. */
export const blobStoreUrlChecks: readonly Check<BlobStoreUnderTest>[] = [
  {
    name: 'takes a form with the announced size, type and key',
    async check(make) {
      const { blobs } = await make();
      const response = await sendForm(await blobs.presignPost(request), 'hello');
      assert.equal(response.status, 204, await response.text());
      assert.equal(await readText(blobs, 'uploads', key), 'hello');
    },
  },
  {
    name: 'refuses a form with another size, type or key, and stores nothing of it',
    async check(make) {
      const { blobs } = await make();
      const { url, fields } = await blobs.presignPost(request);
      const refused: [string, Record<string, string>, string, number][] = [
        ['too short', fields, 'hell', 400],
        ['too long', fields, 'hello!', 400],
        ['another key', { ...fields, key: 'job/2' }, 'hello', 403],
        ['another type', { ...fields, 'Content-Type': 'text/html' }, 'hello', 403],
        ['another policy', { ...fields, policy: `${fields.policy!.slice(0, -8)}AAAAAAA=` }, 'hello', 403],
        ['another field', { ...fields, 'x-amz-meta-a': 'b' }, 'hello', 403],
      ];
      for (const [what, changed, body, status] of refused) {
        const response = await sendForm({ url, fields: changed }, body);
        assert.equal(response.status, status, `${what}: ${await response.text()}`);
      }
      assert.deepEqual((await blobs.list('uploads', '')).objects, []);
    },
  },
  {
    name: 'reads by a URL, whole and in ranges, under the type and name that were asked for',
    async check(make) {
      const { blobs } = await make();
      await blobs.put('results', key, '0123456789', 'application/octet-stream');
      const url = await blobs.presignGet('results', key, {
        expiresSeconds: MINUTE,
        mediaType: 'text/plain',
        download: 'Übung "1".txt',
      });
      const whole = await fetch(url);
      assert.equal(await whole.text(), '0123456789');
      assert.equal(whole.headers.get('content-type'), 'text/plain');
      assert.match(whole.headers.get('content-disposition')!, /^attachment;.*%C3%9Cbung%20%221%22\.txt/);
      const range = await fetch(url, { headers: { range: 'bytes=2-4' } });
      assert.deepEqual([range.status, await range.text()], [206, '234']);
      assert.equal(range.headers.get('content-range'), 'bytes 2-4/10');
    },
  },
  {
    name: 'gives URLs that are good for one object, one part and one method only',
    async check(make) {
      const { blobs } = await make();
      const uploadId = await blobs.createMultipart(key, 'video/mp4');
      await blobs.put('uploads', 'other', 'secret', 'text/plain');
      await blobs.put('results', key, 'result', 'text/plain');
      const get = await blobs.presignGet('results', key, { expiresSeconds: MINUTE });
      const { 1: put } = await blobs.presignParts({ key, uploadId, parts: [1], expiresSeconds: MINUTE });
      const forged: [string, string][] = [
        ['GET', get.replace('/results/', '/uploads/')],
        ['GET', get.replace(key, 'other')],
        ['GET', get.replace('Expires=60', 'Expires=6000')],
        ['GET', get.replace(/.(?=&|$)/, (c) => (c === '0' ? '1' : '0'))],
        ['GET', get.split('?')[0]!],
        ['DELETE', get],
        ['PUT', put!.replace('partNumber=1', 'partNumber=2')],
        ['PUT', put!.replace(key, 'other')],
        ['PUT', put!.split('?')[0]!],
        ['DELETE', put!],
      ];
      for (const [method, url] of forged) {
        const body = method === 'PUT' ? bytes(5, 1) : null;
        const { status } = await fetch(url, { method, body });
        assert.ok(status === 400 || status === 403, `${method} ${url}: ${status}`);
      }
      assert.deepEqual(await blobs.listParts(key, uploadId), []);
      assert.equal(await readText(blobs, 'uploads', 'other'), 'secret');
    },
  },
  {
    name: 'gives URLs and forms that expire',
    async check(make) {
      const { blobs } = await make();
      await blobs.put('results', key, 'result', 'text/plain');
      const get = await blobs.presignGet('results', key, { expiresSeconds: 1 });
      const form = await blobs.presignPost({ ...request, expiresSeconds: 1 });
      await eventually(async () => assert.equal((await fetch(get)).status, 403));
      await eventually(async () => assert.equal((await sendForm(form, 'hello')).status, 403));
    },
  },
];
