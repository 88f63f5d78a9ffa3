import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { GetObjectCommand, ListObjectsV2Command, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { CREDENTIALS, startS3 } from '../test-support/s3.ts';

const s3 = await startS3(after);
const at = { Bucket: 'uploads', Key: 'a' };

function clientWith(config: S3ClientConfig): S3Client {
  return new S3Client({
    endpoint: s3.endpoint,
    credentials: CREDENTIALS,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    ...config,
  });
}

test('other keys are refused', async () => {
  const secret = clientWith({ credentials: { ...CREDENTIALS, secretAccessKey: 'another' } });
  await assert.rejects(secret.send(new GetObjectCommand(at)), { name: 'SignatureDoesNotMatch' });
  const unknown = clientWith({ credentials: { ...CREDENTIALS, accessKeyId: 'ANOTHER' } });
  await assert.rejects(unknown.send(new ListObjectsV2Command(at)), { name: 'InvalidAccessKeyId' });
});

test('a clock that is wrong by more than 15 minutes is refused', async () => {
  for (const minutes of [-16, 16]) {
    const client = clientWith({ systemClockOffset: minutes * 60_000 });
    await assert.rejects(client.send(new GetObjectCommand(at)), { name: 'RequestTimeTooSkewed' });
  }
});

test('a malformed Authorization header is refused', async () => {
  const request = (authorization: string) =>
    fetch(`${s3.endpoint}/uploads/a`, { headers: { authorization } }).then((response) => response.text());
  assert.match(await request('Bearer token'), /AuthorizationHeaderMalformed/);
  assert.match(await request('AWS4-HMAC-SHA256 Credential=FMTEST'), /AuthorizationHeaderMalformed/);
});
