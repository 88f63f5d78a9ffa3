import type { StoredObject } from '../blob-store/rows.ts';
import { readText } from './body.ts';
import { S3Error } from './error.ts';
import type { Call } from './handler.ts';
import { sendXml } from './send.ts';
import { encodePath } from './sigv4.ts';
import { Delete, parseXml } from './xml.ts';

const MAX_KEYS = 1000;
const MAX_DELETE_BYTES = 4 * 1024 * 1024;

/** ListObjectsV2, without delimiters. */
export async function listObjects({ response, target, bucket, objects }: Call): Promise<void> {
  const { query } = target;
  if (query.has('delimiter')) throw new S3Error('NotImplemented', 'Listing by delimiter is not supported.');
  const maxKeys = Math.min(Number(query.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw new S3Error('InvalidArgument', 'max-keys is not a number.');
  const prefix = query.get('prefix') ?? '';
  const token = query.get('continuation-token');
  const after = token === undefined ? (query.get('start-after') ?? '') : fromToken(token);
  const found = objects.list(bucket, { prefix, after, limit: maxKeys + 1 });
  const page = found.slice(0, maxKeys);
  const truncated = found.length > maxKeys && maxKeys > 0;
  const spell = query.get('encoding-type') === 'url' ? encodePath : (key: string) => key;
  sendXml(response, 'ListBucketResult', {
    Name: bucket,
    Prefix: spell(prefix),
    ...(query.has('encoding-type') && { EncodingType: 'url' }),
    MaxKeys: maxKeys,
    KeyCount: page.length,
    IsTruncated: truncated,
    ...(token !== undefined && { ContinuationToken: token }),
    ...(truncated && { NextContinuationToken: toToken(page.at(-1)!.key) }),
    Contents: page.map((object) => toContents(object, spell)),
  });
}

/** DeleteObjects. */
export async function deleteObjects({ response, bucket, objects, body }: Call): Promise<void> {
  const asked = parseXml(Delete, await readText(body(), MAX_DELETE_BYTES)).Delete;
  const keys = asked.Object.map((object) => object.Key);
  await objects.delete(bucket, keys);
  const deleted = asked.Quiet === 'true' ? {} : { Deleted: keys.map((Key) => ({ Key })) };
  sendXml(response, 'DeleteResult', deleted);
}

function toContents(object: StoredObject, spell: (key: string) => string): Record<string, unknown> {
  return {
    Key: spell(object.key),
    LastModified: object.modifiedAt,
    ETag: `"${object.etag}"`,
    Size: object.size,
    StorageClass: 'STANDARD',
  };
}

function toToken(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function fromToken(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
