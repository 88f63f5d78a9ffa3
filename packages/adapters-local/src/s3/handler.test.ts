import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { startS3 } from '../test-support/s3.ts';

const s3 = await startS3(after);
const { client } = s3;
const bucket = { Bucket: 'uploads' };

test('an object is put, asked for, read whole and in ranges, and deleted', async () => {
  const at = { ...bucket, Key: 'a/ü (1)+&=%2F.txt' };
  const put = await client.send(
    new PutObjectCommand({ ...at, Body: 'hello world', ContentType: 'text/plain' }),
  );
  assert.equal(put.ETag, '"5eb63bbbe01eeed093cb22bb8f5acdc3"');
  const head = await client.send(new HeadObjectCommand(at));
  assert.deepEqual([head.ContentLength, head.ContentType, head.ETag], [11, 'text/plain', put.ETag]);
  const whole = await client.send(new GetObjectCommand(at));
  assert.equal(await whole.Body!.transformToString(), 'hello world');
  const range = await client.send(new GetObjectCommand({ ...at, Range: 'bytes=6-' }));
  assert.equal(await range.Body!.transformToString(), 'world');
  assert.equal(range.ContentRange, 'bytes 6-10/11');
  await client.send(new DeleteObjectCommand(at));
  await assert.rejects(client.send(new GetObjectCommand(at)), { name: 'NoSuchKey' });
});

test('a stream of unknown hash is sent in chunks with its checksum behind it', async () => {
  const at = { ...bucket, Key: 'stream' };
  const Body = Readable.from([Buffer.alloc(70_000, 'a'), Buffer.alloc(70_000, 'b')]);
  await client.send(new PutObjectCommand({ ...at, Body, ContentLength: 140_000 }));
  assert.equal((await client.send(new HeadObjectCommand(at))).ContentLength, 140_000);
});

test('an upload in parts', async () => {
  const at = { ...bucket, Key: 'parts' };
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...at, ContentType: 'video/mp4' }),
  );
  const parts = [Buffer.alloc(5 << 20, 'x'), Buffer.alloc(5 << 20, 'y'), Buffer.from('end')];
  const sent = await Promise.all(
    parts.map((Body, i) => client.send(new UploadPartCommand({ ...at, UploadId, PartNumber: i + 1, Body }))),
  );
  const listed = await client.send(new ListPartsCommand({ ...at, UploadId }));
  assert.deepEqual(
    listed.Parts!.map((p) => p.Size),
    parts.map((p) => p.length),
  );
  const Parts = sent.map(({ ETag }, i) => ({ ETag, PartNumber: i + 1 }));
  const done = await client.send(
    new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }),
  );
  assert.match(done.ETag!, /^"[0-9a-f]{32}-3"$/);
  const got = await client.send(new GetObjectCommand(at));
  assert.equal(Buffer.compare(Buffer.from(await got.Body!.transformToByteArray()), Buffer.concat(parts)), 0);
  assert.equal(got.ContentType, 'video/mp4');
  const again = await client.send(new CreateMultipartUploadCommand(at));
  await client.send(new AbortMultipartUploadCommand({ ...at, UploadId: again.UploadId }));
  await assert.rejects(client.send(new ListPartsCommand({ ...at, UploadId: again.UploadId })), {
    name: 'NoSuchUpload',
  });
});

test('listing goes on where it stopped', async () => {
  for (const n of [1, 2, 3])
    await client.send(new PutObjectCommand({ ...bucket, Key: `list/${n}`, Body: '' }));
  const first = await client.send(new ListObjectsV2Command({ ...bucket, Prefix: 'list/', MaxKeys: 2 }));
  assert.deepEqual(
    first.Contents!.map((o) => o.Key),
    ['list/1', 'list/2'],
  );
  const ContinuationToken = first.NextContinuationToken;
  const rest = await client.send(new ListObjectsV2Command({ ...bucket, Prefix: 'list/', ContinuationToken }));
  assert.deepEqual(
    rest.Contents!.map((o) => o.Key),
    ['list/3'],
  );
  const Objects = [1, 2, 3, 4].map((n) => ({ Key: `list/${n}` }));
  await client.send(new DeleteObjectsCommand({ ...bucket, Delete: { Objects } }));
  const none = await client.send(new ListObjectsV2Command({ ...bucket, Prefix: 'list/' }));
  assert.equal(none.KeyCount, 0);
});
