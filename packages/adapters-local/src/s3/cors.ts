import type { IncomingMessage, ServerResponse } from 'node:http';
import { S3Error } from './error.ts';

const METHODS = 'GET, HEAD, PUT, POST, DELETE';
const EXPOSED = 'ETag, Content-Length, Content-Range, Accept-Ranges, x-amz-request-id';

/** Marks the answer as readable by the page that asked, if its origin is allowed. */
export function allowCors(
  request: IncomingMessage,
  response: ServerResponse,
  allowedOrigins: readonly string[],
): void {
  const origin = request.headers.origin;
  response.setHeader('Vary', 'Origin');
  if (origin === undefined || !allowedOrigins.includes(origin)) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Expose-Headers', EXPOSED);
}

/** Answers a browser that asks whether it may send the request that it wants to. */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  allowedOrigins: readonly string[],
): void {
  const { origin, 'access-control-request-headers': wanted } = request.headers;
  if (origin === undefined || !allowedOrigins.includes(origin)) {
    throw new S3Error('AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
  }
  response.setHeader('Access-Control-Allow-Methods', METHODS);
  if (wanted) response.setHeader('Access-Control-Allow-Headers', wanted);
  response.setHeader('Access-Control-Max-Age', '3600');
  response.writeHead(204).end();
}
