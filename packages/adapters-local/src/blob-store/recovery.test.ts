import assert from 'node:assert/strict';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { systemClock } from '@filemill/core';
import { eventually } from '@filemill/core/ports/contract';
import { openDatabase } from '../database.ts';
import { killHard, runScript } from '../test-support/child.ts';
import { makeTestFolder } from '../test-support/database.ts';
import { silentLog, startS3 } from '../test-support/s3.ts';
import { openObjectFolder } from './object-folder.ts';

async function* once(body: string): AsyncGenerator<Buffer> {
  yield Buffer.from(body);
}

const target = { bucket: 'uploads' as const, contentType: 'text/plain' };

test('what was acknowledged before the process was killed is there; what was not leaves nothing', async () => {
  const dir = makeTestFolder(after);
  const { child, lines } = runScript('put-until-killed.ts', [dir]);
  let acknowledged = 0;
  for await (const line of lines) {
    acknowledged = Number(line);
    if (acknowledged >= 40) await killHard(child);
  }
  const database = openDatabase(dir);
  after(() => database.close());
  const options = { dir, database, clock: systemClock, log: silentLog, maxObjectBytes: 1e9 };
  const objects = await openObjectFolder(options);
  await objects.close();

  const found = objects.list('uploads', { prefix: '', after: '', limit: 10_000 });
  for (const object of found) {
    const { handle } = await objects.open('uploads', object.key);
    const body = await text(handle.createReadStream());
    assert.equal(body.length, object.size);
    assert.equal(body, body[0]!.repeat(object.size), 'one version, whole');
  }
  // The script writes number n to key n mod 10, so ten keys are there, each with its last acknowledged number or later.
  assert.equal(found.length, 10);
  for (const object of found) assert.ok(object.size > acknowledged - 10 - 4, `${object.key}: ${object.size}`);
  const files = await Promise.all(['uploads', 'results'].map((bucket) => filesIn(join(dir, bucket))));
  assert.deepEqual(
    files.flat().sort(),
    found.map((object) => object.file).sort(),
    'no file without an object',
  );
  assert.deepEqual(await readdir(join(dir, 'incoming')), []);
});

test('a start finishes a move, keeps uploads under way and sweeps the rest', async () => {
  const s3 = await startS3(after);
  const uploadId = await s3.objects.multipart.create({ ...target, key: 'parts' });
  const name = { bucket: target.bucket, key: 'parts', uploadId };
  const part = {
    part: 1,
    etag: await s3.objects.multipart.writePart(name, { part: 1, size: 5 }, once('hello')),
  };
  await writeFile(join(s3.dir, 'incoming', 'f'.repeat(32)), 'left by a crash');
  const { file } = await s3.objects.write({ ...target, key: 'moved' }, once('moved'));
  const placed = join(s3.dir, 'uploads', file.slice(0, 2), file);
  await rename(placed, join(s3.dir, 'incoming', file));
  assert.equal(await text(await s3.blobs.get('uploads', 'moved')), 'moved', 'readable before, too');

  await s3.objects.recover();
  assert.equal((await readFile(placed)).toString(), 'moved');
  assert.equal((await s3.incoming()).length, 1);
  await s3.objects.multipart.complete(name, [part]);
  assert.equal(s3.objects.head('uploads', 'parts')!.size, 5);
});

test('uploads that nobody has finished for a week are dropped', async () => {
  const s3 = await startS3(after);
  const uploadId = await s3.objects.multipart.create({ ...target, key: 'a' });
  s3.clock.skipped = 8 * 24 * 3600 * 1000;
  await s3.objects.recover();
  assert.equal(s3.objects.multipart.listParts({ bucket: 'uploads', key: 'a', uploadId }), undefined);
  assert.deepEqual(await s3.incoming(), []);
});

test('files of replaced and deleted objects go away', async () => {
  const s3 = await startS3(after);
  for (const body of ['a', 'b', 'c']) await s3.objects.write({ ...target, key: 'a' }, once(body));
  await s3.objects.write({ ...target, key: 'b' }, once('b'));
  await s3.objects.delete('uploads', ['a']);
  await eventually(async () => assert.equal((await filesIn(join(s3.dir, 'uploads'))).length, 1));
});

test('a full disk is named, and nothing of the object is left', async () => {
  const s3 = await startS3(after);
  async function* onFullDisk(): AsyncGenerator<Buffer> {
    yield Buffer.from('half');
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  }
  await assert.rejects(s3.objects.write({ ...target, key: 'a' }, onFullDisk()), { code: 'storage.full' });
  assert.equal(s3.objects.head('uploads', 'a'), undefined);
  assert.deepEqual(await s3.incoming(), []);
});

test('an object is announced once it is there; if that fails the sender is told', async () => {
  let fail = true;
  const seen: (number | undefined)[] = [];
  const s3 = await startS3(after, {
    onCreated: async ({ key }) => {
      seen.push(s3.objects.head('uploads', key)?.size);
      if (fail) throw new Error('no bus');
    },
  });
  await assert.rejects(s3.objects.write({ ...target, key: 'a' }, once('hello')), /no bus/);
  fail = false;
  await s3.objects.write({ ...target, key: 'a' }, once('hello!'));
  await s3.objects.write({ ...target, bucket: 'results', key: 'a' }, once('result'));
  assert.deepEqual(seen, [5, 6]);
});

async function filesIn(bucket: string): Promise<string[]> {
  const entries = await readdir(bucket, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
