import assert from 'node:assert/strict';
import type { BlobStore, ObjectInfo } from '../blob-store.ts';
import { together, type Check } from '../contract.ts';
import type { BlobStoreUnderTest } from './blob-store-fixtures.ts';

/** What a blob store promises about many objects. */
export const blobStoreListChecks: readonly Check<BlobStoreUnderTest>[] = [
  {
    name: "lists what is below a prefix, in the order of the keys' bytes",
    async check(make) {
      const { blobs } = await make();
      const keys = ['p', 'p-q', 'p/', 'p/Z', 'p/a', 'p/a-b', 'p/a/b', 'p/é', 'p/\u{ffff}x', 'p/🗎', 'p0', 'q'];
      await Promise.all(keys.toReversed().map((key) => blobs.put('results', key, key, 'text/plain')));
      await blobs.put('uploads', 'p/other', '', 'text/plain');
      const below = await listAll(blobs, 'p/');
      assert.deepEqual(
        below.map((object) => object.key),
        ['p/', 'p/Z', 'p/a', 'p/a-b', 'p/a/b', 'p/é', 'p/\u{ffff}x', 'p/🗎'],
      );
      assert.equal(below[1]!.size, 3);
      assert.equal(below[1]!.etag, (await blobs.head('results', 'p/Z'))!.etag);
      assert.equal((await listAll(blobs, '')).length, keys.length);
      assert.deepEqual(await listAll(blobs, 'none'), []);
    },
  },
  {
    name: 'lists page by page while objects come and go, and deletes a thousand at once',
    async check(make) {
      const { blobs } = await make();
      const keys = Array.from({ length: 1001 }, (_, n) => `n/${String(n).padStart(4, '0')}`);
      await together(keys.length, (n) => blobs.put('results', keys[n]!, '', 'text/plain'));
      const first = await blobs.list('results', 'n/');
      assert.ok(first.cursor, 'a thousand objects are a page');
      await blobs.delete('results', [first.objects.at(-1)!.key]);
      const rest = await blobs.list('results', 'n/', first.cursor);
      assert.deepEqual(
        [...first.objects, ...rest.objects].map((object) => object.key),
        keys,
      );
      assert.equal(rest.cursor, undefined);
      await blobs.delete('results', keys.slice(0, 1000));
      assert.deepEqual(
        (await listAll(blobs, 'n/')).map((object) => object.key),
        [keys[1000]],
      );
    },
  },
];

async function listAll(blobs: BlobStore, prefix: string): Promise<ObjectInfo[]> {
  const all: ObjectInfo[] = [];
  let cursor: string | undefined;
  do {
    const page = await blobs.list('results', prefix, cursor);
    all.push(...page.objects);
    cursor = page.cursor;
  } while (cursor);
  return all;
}
