import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bucket, Clock, Log } from '@filemill/core';
import type { ObjectFolder } from '../blob-store/object-folder.ts';
import { openBody, type Body } from './body.ts';
import { allowCors, answerPreflight } from './cors.ts';
import type { Credentials } from './credentials.ts';
import { S3Error, toS3Error } from './error.ts';
import { deleteObjects, listObjects } from './bucket-operations.ts';
import { abortUpload, beginUpload, completeUpload, listParts, putPart } from './multipart-operations.ts';
import { postObject } from './post-object.ts';
import { deleteObject, putObject } from './object-operations.ts';
import { readObject } from './read-object.ts';
import { parseTarget, type Target } from './target.ts';
import { verifyRequest } from './verify.ts';
import { toXml } from './xml.ts';

export interface S3HandlerOptions {
  objects: ObjectFolder;
  credentials: Credentials;
  clock: Clock;
  log: Log;
  /** Path under which the endpoint lies: `/s3`. */
  prefix: string;
  /** Origins (`https://host:port`) whose pages may use the endpoint. */
  allowedOrigins: readonly string[];
}

/** A request whose signature holds. */
export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  target: Target;
  bucket: Bucket;
  objects: ObjectFolder;
  /** Opens the request's body; to be called once. */
  body(): Body;
}

/**
 * Answers requests below the prefix as S3 does, in path style: `/s3/<bucket>/<key>`. Resolves with false, and leaves
 * the request alone, where the path is another one's.
 */
export function createS3Handler(options: S3HandlerOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const requestId = randomUUID();
    try {
      const target = parseTarget(request.url ?? '/', options.prefix);
      if (!target) return false;
      setCommonHeaders(response, requestId);
      allowCors(request, response, options.allowedOrigins);
      if (request.method === 'OPTIONS') answerPreflight(request, response, options.allowedOrigins);
      else await answer(request, response, target, options);
    } catch (thrown) {
      refuse(request, response, { thrown, requestId, log: options.log });
    }
    return true;
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  { objects, credentials, clock }: S3HandlerOptions,
): Promise<void> {
  const verifier = { credentials, now: clock.now() };
  if (request.method === 'POST' && target.key === '' && isForm(request)) {
    await postObject({ request, response, objects, bucket: bucketOf(target), verifier });
    return;
  }
  const payloadHash = verifyRequest(request, target, verifier);
  const operation = chooseOperation(request.method ?? '', target);
  const body = () => openBody(request, target, payloadHash);
  await operation({ request, response, target, bucket: bucketOf(target), objects, body });
}

/** S3's operations, told apart by method and query. */
function chooseOperation(method: string, { key, query }: Target): (call: Call) => Promise<void> {
  const onKey = key !== '';
  if (onKey && query.has('uploadId')) {
    if (method === 'PUT' && query.has('partNumber')) return putPart;
    if (method === 'GET') return listParts;
    if (method === 'POST') return completeUpload;
    if (method === 'DELETE') return abortUpload;
  } else if (onKey) {
    if (method === 'POST' && query.has('uploads')) return beginUpload;
    if (method === 'PUT') return putObject;
    if (method === 'GET' || method === 'HEAD') return readObject;
    if (method === 'DELETE') return deleteObject;
  } else {
    if (method === 'GET' && query.get('list-type') === '2') return listObjects;
    if (method === 'POST' && query.has('delete')) return deleteObjects;
    if (method === 'GET')
      throw new S3Error('NotImplemented', 'Of buckets, ListObjectsV2 is what can be asked.');
  }
  throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.');
}

function bucketOf({ bucket }: Target): Bucket {
  if (bucket === 'uploads' || bucket === 'results') return bucket;
  throw new S3Error('NoSuchBucket', 'The specified bucket does not exist.');
}

function isForm(request: IncomingMessage): boolean {
  return /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '');
}

/** What people upload is never a page of this origin: nothing in it runs, and no type is guessed. */
function setCommonHeaders(response: ServerResponse, requestId: string): void {
  response.setHeader('x-amz-request-id', requestId);
  response.setHeader('Content-Security-Policy', "sandbox; frame-ancestors 'self'");
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-site');
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { thrown, requestId, log }: { thrown: unknown; requestId: string; log: Log },
): void {
  const error = toS3Error(thrown);
  if (request.socket.destroyed) return; // nobody is left to answer to
  if (error.status >= 500)
    log.error('s3.failed', { requestId, code: error.code, cause: String(error.cause) });
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of ['ETag', 'Content-Length', 'Content-Range', 'Content-Disposition'])
    response.removeHeader(name);
  const text = toXml('Error', { Code: error.code, Message: error.message, RequestId: requestId }, false);
  response.writeHead(error.status, { 'Content-Type': 'application/xml' });
  response.end(request.method === 'HEAD' ? undefined : text);
  request.resume(); // whoever is still sending hears the answer only once they have sent
}
