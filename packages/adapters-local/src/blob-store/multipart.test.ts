import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { startS3, type S3UnderTest } from '../test-support/s3.ts';
import type { UploadName } from './multipart.ts';

const MIB = 1024 * 1024;
const PART = 5 * MIB;

/** An upload in an empty folder. */
async function begin(options: Parameters<typeof startS3>[1] = {}) {
  const s3 = await startS3(after, options);
  const key = 'a';
  const uploadId = await s3.objects.multipart.create({ bucket: 'uploads', key, contentType: 'text/plain' });
  const name: UploadName = { bucket: 'uploads', key, uploadId };
  const write = async (part: number, body: Buffer) => ({
    part,
    etag: await s3.objects.multipart.writePart(name, { part, size: body.length }, once(body)),
  });
  return { s3, name, write };
}

async function* once(body: Buffer): AsyncGenerator<Buffer> {
  yield body;
}

async function read({ objects }: S3UnderTest): Promise<Buffer> {
  const { handle } = await objects.open('uploads', 'a');
  return buffer(handle.createReadStream());
}

test('parts lie where they will be in the object, so that completing moves none', async () => {
  const { s3, name, write } = await begin();
  const parts = [];
  for (const part of [2, 1, 3])
    parts.push(await write(part, Buffer.alloc(part === 3 ? 10 : PART, `${part}`)));
  const [file, ...apart] = await s3.incoming();
  assert.deepEqual(apart, [], 'one file has them all');
  const before = await stat(join(s3.dir, 'incoming', file!));
  assert.equal(before.size, 2 * PART + 10);
  const places = s3.objects.multipart.listParts(name)!.map((part) => [part.file, part.position]);
  assert.deepEqual(places, [
    [file, 0],
    [file, PART],
    [file, 2 * PART],
  ]);
  const object = await s3.objects.multipart.complete(
    name,
    parts.sort((a, b) => a.part - b.part),
  );
  const placed = await stat(join(s3.dir, 'uploads', object.file.slice(0, 2), object.file));
  assert.equal(placed.ino, before.ino);
  assert.equal(placed.mode & 0o777, 0o400, 'nobody writes to it again');
  assert.deepEqual(await s3.incoming(), []);
});

test('a small last part that comes first does not spoil the others', async () => {
  const { s3, name, write } = await begin();
  const last = await write(3, Buffer.from('end'));
  const parts = [await write(1, Buffer.alloc(PART, 'a')), await write(2, Buffer.alloc(PART, 'b')), last];
  await s3.objects.multipart.complete(name, parts);
  const expected = Buffer.concat([Buffer.alloc(PART, 'a'), Buffer.alloc(PART, 'b'), Buffer.from('end')]);
  assert.ok((await read(s3)).equals(expected));
  assert.deepEqual(await s3.incoming(), []);
});

test('two who send the same part at once do not mix their bytes', async () => {
  const { s3, name, write } = await begin();
  const sender = slowSender('a');
  const slow = s3.objects.multipart.writePart(name, { part: 1, size: 2 * MIB }, sender.body);
  await sender.halfway;
  const fast = await write(1, Buffer.alloc(2 * MIB, 'b'));
  sender.goOn();
  const late = await slow;
  const listed = s3.objects.multipart.listParts(name)!;
  assert.deepEqual(
    listed.map((part) => part.etag),
    [late],
    'who finished last',
  );
  await assert.rejects(s3.objects.multipart.complete(name, [fast]), { refusal: 'invalid-part' });
  await s3.objects.multipart.complete(name, [{ part: 1, etag: late }]);
  assert.ok((await read(s3)).equals(Buffer.alloc(2 * MIB, 'a')));
  assert.deepEqual(await s3.incoming(), []);
});

test('who is still sending when the upload is completed does not reach the object', async () => {
  const { s3, name, write } = await begin();
  const one = await write(1, Buffer.alloc(2 * MIB, 'a'));
  const sender = slowSender('b');
  const late = s3.objects.multipart.writePart(name, { part: 2, size: 2 * MIB }, sender.body);
  await sender.halfway;
  await s3.objects.multipart.complete(name, [one]);
  sender.goOn();
  await assert.rejects(late, { refusal: 'no-such-upload' });
  assert.ok((await read(s3)).equals(Buffer.alloc(2 * MIB, 'a')));
});

test('a part that breaks off leaves the earlier one of its number as it was', async () => {
  const { s3, name, write } = await begin();
  const one = await write(1, Buffer.alloc(MIB, 'a'));
  const broken = s3.objects.multipart.writePart(name, { part: 1, size: MIB }, breakingOff('b'));
  await assert.rejects(broken, /broken off/);
  assert.equal((await s3.incoming()).length, 1);
  await s3.objects.multipart.complete(name, [one]);
  assert.ok((await read(s3)).equals(Buffer.alloc(MIB, 'a')));
});

test('a part that breaks off gives its room back, and harms no other', async () => {
  const { s3, name, write } = await begin();
  const one = await write(1, Buffer.alloc(MIB, 'a'));
  const size = async () => (await stat(join(s3.dir, 'incoming', (await s3.incoming())[0]!))).size;
  const broken = () => s3.objects.multipart.writePart(name, { part: 2, size: MIB }, breakingOff('b'));
  await assert.rejects(broken(), /broken off/);
  assert.equal(await size(), MIB);
  const sender = slowSender('c', MIB / 2);
  const three = s3.objects.multipart.writePart(name, { part: 3, size: MIB }, sender.body);
  await sender.halfway;
  await assert.rejects(broken(), /broken off/);
  sender.goOn();
  assert.equal(s3.objects.multipart.listParts(name)!.length, 1);
  await three;
  assert.equal(await size(), 3 * MIB);
  await s3.objects.multipart.complete(name, [one]);
  assert.ok((await read(s3)).equals(Buffer.alloc(MIB, 'a')));
});

test('parts of fewer than 5 MiB are for the end only, as with S3', async () => {
  const { s3, name, write } = await begin();
  const parts = [await write(1, Buffer.alloc(PART - 1)), await write(2, Buffer.alloc(1))];
  await assert.rejects(s3.objects.multipart.complete(name, parts), { refusal: 'part-too-small' });
});

test('an object of parts has a limit too, and part numbers have', async () => {
  const { s3, name, write } = await begin({ maxObjectBytes: PART + 10 });
  await assert.rejects(write(1, Buffer.alloc(PART + 11)), { code: 'file.too_large' });
  for (const part of [0, 10_001, 1.5, NaN]) await assert.rejects(write(part, Buffer.alloc(1)));
  const parts = [await write(1, Buffer.alloc(PART)), await write(10_000, Buffer.alloc(11))];
  await assert.rejects(s3.objects.multipart.complete(name, parts), { refusal: 'object-too-large' });
});

/** Sends half a body, then waits until it is told to go on. */
function slowSender(
  fill: string,
  half = MIB,
): { body: AsyncIterable<Buffer>; halfway: Promise<void>; goOn: () => void } {
  const halfway = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  async function* body(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(half, fill);
    halfway.resolve();
    await gate.promise;
    yield Buffer.alloc(half, fill);
  }
  return { body: body(), halfway: halfway.promise, goOn: gate.resolve };
}

async function* breakingOff(fill: string): AsyncGenerator<Buffer> {
  yield Buffer.alloc(MIB / 2, fill);
  throw new Error('broken off');
}
