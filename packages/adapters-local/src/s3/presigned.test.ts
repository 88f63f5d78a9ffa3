import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { GetObjectCommand, PutObjectCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { codeOf, CREDENTIALS, startS3 } from '../test-support/s3.ts';

// AWS's own presigners make the URLs and forms here: what they sign, the endpoint has to accept.

const s3 = await startS3(after);
const client = new S3Client({
  endpoint: s3.endpoint,
  credentials: CREDENTIALS,
  region: 'eu-central-1',
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
});
const at = { Bucket: 'uploads', Key: 'job 1/ü+file' };

test('a presigned PUT and GET', async () => {
  const put = await getSignedUrl(client, new PutObjectCommand(at), { expiresIn: 60 });
  const stored = await fetch(put, { method: 'PUT', body: 'hello', headers: { 'content-type': 'text/csv' } });
  assert.equal(stored.status, 200, await stored.text());
  assert.deepEqual(s3.created.at(-1), { key: at.Key, size: 5, etag: '5d41402abc4b2a76b9719d911017c592' });
  const ResponseContentDisposition = 'attachment; filename="a.csv"';
  const get = await getSignedUrl(client, new GetObjectCommand({ ...at, ResponseContentDisposition }));
  const read = await fetch(get);
  assert.equal(await read.text(), 'hello');
  assert.equal(read.headers.get('content-type'), 'text/csv');
  assert.equal(read.headers.get('content-disposition'), ResponseContentDisposition);
});

test('signed headers have to be sent as they were signed', async () => {
  const command = new PutObjectCommand({ ...at, ContentType: 'image/png' });
  const url = await getSignedUrl(client, command, { signableHeaders: new Set(['content-type']) });
  const put = (type: string) =>
    fetch(url, { method: 'PUT', body: 'hello', headers: { 'content-type': type } });
  assert.equal((await put('image/png')).status, 200);
  assert.equal(await codeOf(await put('text/html')), 'SignatureDoesNotMatch');
});

test('presigned parts', async () => {
  const uploadId = await s3.blobs.createMultipart(at.Key, 'text/plain');
  const command = new UploadPartCommand({ ...at, UploadId: uploadId, PartNumber: 1 });
  const url = await getSignedUrl(client, command);
  const response = await fetch(url, { method: 'PUT', body: 'part' });
  assert.equal(response.status, 200);
  const parts = [{ part: 1, etag: response.headers.get('etag')!, size: 4 }];
  await s3.blobs.completeMultipart(at.Key, uploadId, parts);
  assert.equal((await s3.blobs.head('uploads', at.Key))!.size, 4);
});

test('a changed, expired or not yet valid URL is refused with the code that S3 has for it', async () => {
  const url = await getSignedUrl(client, new GetObjectCommand(at), { expiresIn: 60 });
  const refused: [string, string][] = [
    [url.replace(/X-Amz-Signature=./, 'X-Amz-Signature=z'), 'SignatureDoesNotMatch'],
    [url.replace('/uploads/', '/results/'), 'SignatureDoesNotMatch'],
    [url.replace('file?', 'file2?'), 'SignatureDoesNotMatch'],
    [`${url}&response-content-type=text%2Fhtml`, 'SignatureDoesNotMatch'],
    [url.replace('X-Amz-Expires=60', 'X-Amz-Expires=61'), 'SignatureDoesNotMatch'],
    [url.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801'), 'AuthorizationQueryParametersError'],
    [url.replace(/&?X-Amz-Date=[^&]*/, ''), 'AuthorizationQueryParametersError'],
    [url.replace('Credential=FMTEST', 'Credential=OTHER'), 'InvalidAccessKeyId'],
    [url.replace('%2Fs3%2Faws4_request', '%2Fsqs%2Faws4_request'), 'AuthorizationHeaderMalformed'],
    [url.split('?')[0]!, 'AccessDenied'],
    [url.replace('job%201', 'job%ff'), 'InvalidURI'],
  ];
  for (const [changed, code] of refused) assert.equal(await codeOf(await fetch(changed)), code, changed);
  for (const skipped of [61_000, -16 * 60_000]) {
    s3.clock.skipped = skipped;
    assert.equal(await codeOf(await fetch(url)), 'AccessDenied');
  }
  s3.clock.skipped = 0;
  assert.equal((await fetch(url)).status, 200);
});

test('a header that changes the meaning of a request counts only if it is signed', async () => {
  const url = await getSignedUrl(client, new PutObjectCommand(at));
  const headers = { 'x-amz-meta-a': 'b' };
  assert.equal(await codeOf(await fetch(url, { method: 'PUT', body: 'hello', headers })), 'AccessDenied');
});

test('a bucket that is not there, and one beside the endpoint', async () => {
  const url = await getSignedUrl(client, new GetObjectCommand({ ...at, Bucket: 'other' }));
  assert.equal(await codeOf(await fetch(url)), 'NoSuchBucket');
  assert.equal((await fetch(s3.endpoint.replace(/s3$/, 's3x/uploads/a'))).status, 418);
});

test('a presigned form, with a prefix that the key has to start with', async () => {
  const { url, fields } = await createPresignedPost(client, {
    Bucket: 'uploads',
    Key: 'forms/1',
    Conditions: [
      ['content-length-range', 1, 10],
      ['starts-with', '$Content-Type', 'image/'],
    ],
    Fields: { success_action_status: '201' },
    Expires: 60,
  });
  const post = (body: string, more: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value);
    if (body) form.append('file', new Blob([body]));
    return fetch(url, { method: 'POST', body: form });
  };
  const png = { 'Content-Type': 'image/png' };
  const done = await post('png', png);
  assert.equal(done.status, 201);
  assert.match(await done.text(), /<Key>forms\/1<\/Key>/);
  const refused: [string, Record<string, string>, string][] = [
    ['png'.repeat(4), png, 'EntityTooLarge'],
    ['png', { 'Content-Type': 'text/html' }, 'AccessDenied'],
    ['png', { ...png, key: 'forms/2' }, 'AccessDenied'],
    ['png', { ...png, bucket: 'results' }, 'AccessDenied'],
    ['png', { ...png, 'X-Amz-Signature': '0'.repeat(64) }, 'SignatureDoesNotMatch'],
    ['png', { ...png, 'Content-MD5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'AccessDenied'],
    ['', png, 'InvalidArgument'],
  ];
  for (const [body, more, code] of refused) assert.equal(await codeOf(await post(body, more)), code);
  s3.clock.skipped = 61_000;
  assert.equal(await codeOf(await post('png', png)), 'AccessDenied');
  s3.clock.skipped = 0;
  assert.equal(s3.objects.head('uploads', 'forms/1')!.size, 3);
});
