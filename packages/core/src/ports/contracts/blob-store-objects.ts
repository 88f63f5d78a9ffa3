import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { together, type Check } from '../contract.ts';
import { bytes, read, readText, type BlobStoreUnderTest } from './blob-store-fixtures.ts';

const TEXT = 'text/plain';

/** What a blob store promises about single objects. */
export const blobStoreObjectChecks: readonly Check<BlobStoreUnderTest>[] = [
  {
    name: 'keeps what was put, under its own key and in its own bucket',
    async check(make) {
      const { blobs } = await make();
      await blobs.put('results', 'a', 'ümläut', TEXT);
      await blobs.put('results', 'b', new Uint8Array([0, 255]), 'application/octet-stream');
      const info = await blobs.head('results', 'a');
      assert.equal(info?.key, 'a');
      assert.equal(info.size, 8);
      assert.ok(!Number.isNaN(Date.parse(info.modifiedAt)));
      assert.equal(await readText(blobs, 'results', 'a'), 'ümläut');
      assert.deepEqual([...(await read(blobs, 'results', 'b'))], [0, 255]);
      assert.equal(await blobs.head('uploads', 'a'), undefined);
    },
  },
  {
    name: 'says what is not there',
    async check(make) {
      const { blobs, dir } = await make();
      assert.equal(await blobs.head('results', 'none'), undefined);
      await assert.rejects(blobs.get('results', 'none'), { code: 'file.not_found' });
      await assert.rejects(blobs.download('results', 'none', join(dir, 'none')), { code: 'file.not_found' });
      await blobs.delete('results', ['none']);
    },
  },
  {
    name: 'replaces an object by a second put, and tells them apart by their ETags',
    async check(make) {
      const { blobs } = await make();
      await blobs.put('results', 'a', 'first', TEXT);
      const first = await blobs.head('results', 'a');
      await blobs.put('results', 'a', 'second', TEXT);
      assert.equal(await readText(blobs, 'results', 'a'), 'second');
      assert.notEqual((await blobs.head('results', 'a'))!.etag, first!.etag);
    },
  },
  {
    name: 'shows an object whole or not at all while many write it',
    async check(make) {
      const { blobs } = await make();
      const sizes = [1, 100_000, 300_000, 10];
      await together(8, async (n) => {
        await blobs.put('results', 'a', bytes(sizes[n % 4]!, n % 4), TEXT);
        const seen = await read(blobs, 'results', 'a');
        const writer = sizes.indexOf(seen.length);
        assert.ok(writer >= 0 && seen.equals(bytes(seen.length, writer)), 'one of the versions, whole');
      });
    },
  },
  {
    name: 'keeps an empty object',
    async check(make) {
      const { blobs, dir } = await make();
      await blobs.put('results', 'empty', '', TEXT);
      assert.equal((await blobs.head('results', 'empty'))!.size, 0);
      assert.equal(await readText(blobs, 'results', 'empty'), '');
      await blobs.download('results', 'empty', join(dir, 'empty'));
      assert.equal((await readFile(join(dir, 'empty'))).length, 0);
    },
  },
  {
    name: 'reads a range, both ends included',
    async check(make) {
      const { blobs } = await make();
      await blobs.put('results', 'a', '0123456789', TEXT);
      assert.equal((await read(blobs, 'results', 'a', { start: 0, end: 0 })).toString(), '0');
      assert.equal((await read(blobs, 'results', 'a', { start: 7, end: 9 })).toString(), '789');
    },
  },
  {
    name: 'downloads into a local file, which stays as it is when the object is replaced or deleted',
    async check(make) {
      const { blobs, dir } = await make();
      const path = join(dir, 'local');
      await writeFile(path, 'something that was there before');
      await blobs.put('results', 'a', 'content', TEXT);
      await blobs.download('results', 'a', path);
      await blobs.put('results', 'a', 'other', TEXT);
      await blobs.delete('results', ['a']);
      assert.equal(await readFile(path, 'utf8'), 'content');
      assert.equal(await blobs.head('results', 'a'), undefined);
    },
  },
  {
    name: 'reads one version to its end, though the object is replaced or deleted meanwhile',
    async check(make) {
      const { blobs } = await make();
      const content = bytes(3_000_000, 1);
      await blobs.put('results', 'a', content, TEXT);
      await blobs.put('results', 'b', content, TEXT);
      const begun = await Promise.all([blobs.get('results', 'a'), blobs.get('results', 'b')]);
      await blobs.put('results', 'a', bytes(3_000_000, 2), TEXT);
      await blobs.delete('results', ['b']);
      for (const stream of begun) assert.ok((await buffer(stream)).equals(content));
    },
  },
  {
    name: 'stores a local file and gives its hash; the file may change afterwards',
    async check(make) {
      const { blobs, dir } = await make();
      const path = join(dir, 'local');
      const content = bytes(300_000, 1);
      await writeFile(path, content);
      const stored = await blobs.putFile('results', 'a', path, TEXT);
      const sha256 = createHash('sha256').update(content).digest('hex');
      assert.deepEqual(stored, { sha256, size: content.length });
      await writeFile(path, 'changed');
      assert.ok((await read(blobs, 'results', 'a')).equals(content));
      await assert.rejects(blobs.putFile('results', 'b', join(dir, 'none'), TEXT));
      assert.equal(await blobs.head('results', 'b'), undefined);
    },
  },
  {
    name: 'takes any key: long, with dots, blanks and signs, and tells similar ones apart',
    async check(make) {
      const { blobs } = await make();
      const keys = [
        'a',
        'a/b',
        'A',
        'a b+c&d=e%2F?f#g',
        'ünï/文/🗎',
        'quotes\'"<>()*!~',
        'x'.repeat(1024),
        'deep/'.repeat(200),
      ];
      for (const key of keys) await blobs.put('results', key, `of ${key}`, TEXT);
      for (const key of keys) {
        assert.equal(await readText(blobs, 'results', key), `of ${key}`);
        const url = await blobs.presignGet('results', key, { expiresSeconds: 60 });
        assert.equal(await (await fetch(url)).text(), `of ${key}`);
      }
    },
  },
];
