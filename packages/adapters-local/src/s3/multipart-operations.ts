import type { UploadName } from '../blob-store/multipart.ts';
import { readText } from './body.ts';
import { S3Error } from './error.ts';
import type { Call } from './handler.ts';
import { sendXml } from './send.ts';
import { CompleteMultipartUpload, parseXml } from './xml.ts';

/** For 10,000 parts, each with a checksum. */
const MAX_LIST_BYTES = 4 * 1024 * 1024;

/** CreateMultipartUpload. */
export async function beginUpload({ request, response, target, bucket, objects }: Call): Promise<void> {
  const contentType = request.headers['content-type'] ?? 'application/octet-stream';
  const uploadId = await objects.multipart.create({ bucket, key: target.key, contentType });
  const members = { Bucket: bucket, Key: target.key, UploadId: uploadId };
  sendXml(response, 'InitiateMultipartUploadResult', members);
}

/** UploadPart. */
export async function putPart(call: Call): Promise<void> {
  const part = Number(call.target.query.get('partNumber'));
  const { size, bytes } = call.body();
  const etag = await call.objects.multipart.writePart(nameOf(call), { part, size }, bytes);
  call.response.setHeader('ETag', `"${etag}"`);
  call.response.writeHead(200).end();
}

/** ListParts. */
export async function listParts(call: Call): Promise<void> {
  const { target, bucket, objects } = call;
  const parts = objects.multipart.listParts(nameOf(call));
  if (!parts) throw new S3Error('NoSuchUpload', 'The specified upload does not exist.');
  const after = Number(target.query.get('part-number-marker') ?? 0);
  const max = Math.min(Number(target.query.get('max-parts') ?? 1000), 1000);
  const behind = parts.filter((part) => part.part > after);
  const page = behind.slice(0, max);
  const truncated = behind.length > page.length;
  sendXml(call.response, 'ListPartsResult', {
    Bucket: bucket,
    Key: target.key,
    UploadId: target.query.get('uploadId'),
    PartNumberMarker: after,
    ...(truncated && { NextPartNumberMarker: page.at(-1)?.part ?? after }),
    MaxParts: max,
    IsTruncated: truncated,
    Part: page.map(({ part, etag, size }) => ({ PartNumber: part, ETag: `"${etag}"`, Size: size })),
  });
}

/** CompleteMultipartUpload. */
export async function completeUpload(call: Call): Promise<void> {
  const text = await readText(call.body(), MAX_LIST_BYTES);
  const listed = parseXml(CompleteMultipartUpload, text).CompleteMultipartUpload.Part;
  const parts = listed.map(({ PartNumber, ETag }) => ({ part: PartNumber, etag: ETag }));
  const object = await call.objects.multipart.complete(nameOf(call), parts);
  sendXml(call.response, 'CompleteMultipartUploadResult', {
    Bucket: call.bucket,
    Key: object.key,
    ETag: `"${object.etag}"`,
  });
}

/** AbortMultipartUpload. */
export async function abortUpload(call: Call): Promise<void> {
  if (!(await call.objects.multipart.abort(nameOf(call)))) {
    throw new S3Error('NoSuchUpload', 'The specified upload does not exist.');
  }
  call.response.writeHead(204).end();
}

function nameOf({ bucket, target }: Call): UploadName {
  return { bucket, key: target.key, uploadId: target.query.get('uploadId')! };
}
