import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { eventually } from '@filemill/core/ports/contract';
import { codeOf, CREDENTIALS, startS3 } from '../test-support/s3.ts';
import { presignUrl } from './presign.ts';

const LIMIT = 1024 * 1024;
const s3 = await startS3(after, { maxObjectBytes: LIMIT });
const { client } = s3;
const at = { Bucket: 'uploads', Key: 'a' };

test('checksums of every kind are checked', async () => {
  const good = { ...at, Body: 'hello' };
  await client.send(new PutObjectCommand({ ...good, ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==' }));
  await client.send(new PutObjectCommand({ ...good, ChecksumAlgorithm: 'SHA256' }));
  await client.send(new PutObjectCommand({ ...good, ChecksumAlgorithm: 'SHA1' }));
  await client.send(new PutObjectCommand({ ...good, ChecksumCRC32: 'NhCmhg==' }));
  const bad = { ...at, Body: 'hallo' };
  const refused: [Partial<PutObjectCommand['input']>, string][] = [
    [{ ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==' }, 'BadDigest'],
    [{ ContentMD5: 'short' }, 'InvalidDigest'],
    [{ ChecksumCRC32: 'NhCmhg==' }, 'BadDigest'],
    [{ ChecksumSHA256: createHash('sha256').update('hello').digest('base64') }, 'BadDigest'],
  ];
  for (const [checksum, name] of refused) {
    await assert.rejects(client.send(new PutObjectCommand({ ...bad, ...checksum })), { name });
  }
  assert.equal(s3.objects.head('uploads', 'a')!.etag, '5d41402abc4b2a76b9719d911017c592');
});

test('a body that is not the one that was signed is refused', async () => {
  const command = new PutObjectCommand({ ...at, Body: 'hello' });
  command.middlewareStack.add(
    (next) => (args) => {
      (args.request as { body: string }).body = 'hallo';
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await assert.rejects(client.send(command), /XAmzContentSHA256Mismatch|BadDigest/);
});

test('an algorithm that cannot be checked is refused, not passed over', async () => {
  const query = [['x-amz-checksum-crc32c', 'AAAAAA==']] as const;
  const response = await put('b', { query, body: 'hello' });
  assert.equal(await codeOf(response), 'NotImplemented');
});

test('too large an object is refused at once where its size is announced', async () => {
  assert.equal(await codeOf(await put('large', { body: 'x'.repeat(LIMIT + 1) })), 'EntityTooLarge');
  await assert.rejects(client.send(new HeadObjectCommand({ ...at, Key: 'large' })), { name: 'NotFound' });
});

test('a body without a length is refused', async () => {
  const answer = await raw('b', 'Transfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 411 [\s\S]*MissingContentLength/);
});

test('what breaks off in the middle is not stored, and leaves no file behind', async () => {
  const socket = connect(Number(new URL(s3.endpoint).port), '127.0.0.1');
  socket.write(headOf('broken', 'Content-Length: 1000'));
  socket.write('x'.repeat(500));
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.destroy();
  await eventually(async () => assert.deepEqual(await s3.incoming(), []));
  assert.equal(s3.objects.head('uploads', 'broken'), undefined);
});

test('a key is at most 1,024 bytes', async () => {
  assert.equal(await codeOf(await put('x'.repeat(1025), { body: '' })), 'KeyTooLongError');
});

function signed(key: string, query: readonly (readonly [string, string])[] = []): string {
  const signer = { endpoint: s3.endpoint, credentials: CREDENTIALS, now: Date.now() };
  return presignUrl(signer, { method: 'PUT', bucket: 'uploads', key, query, expiresSeconds: 60 });
}

function put(
  key: string,
  { body, query }: { body: string; query?: readonly (readonly [string, string])[] },
): Promise<Response> {
  return fetch(signed(key, query), { method: 'PUT', body });
}

function headOf(key: string, header: string): string {
  const { pathname, search, host } = new URL(signed(key));
  return `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${header}\r\n\r\n`;
}

/** Sends a request that `fetch` would not. */
async function raw(key: string, header: string, body: string): Promise<string> {
  const socket = connect(Number(new URL(s3.endpoint).port), '127.0.0.1');
  socket.write(headOf(key, header) + body);
  return text(socket);
}
