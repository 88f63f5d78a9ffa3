import type { IncomingMessage } from 'node:http';
import { decodeAwsChunked } from './aws-chunked.ts';
import { verified } from './checksums.ts';
import { S3Error } from './error.ts';
import type { Query, Target } from './target.ts';

/** A sender that is silent for so long is gone. */
const IDLE_MS = 2 * 60 * 1000;
const STREAMING_UNSIGNED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/** A request's body: its size as announced, and its bytes, which throw unless they are as announced. */
export interface Body {
  size: number;
  bytes: AsyncIterable<Uint8Array>;
}

/** Opens the body for reading. `payloadHash` is what the signature says of it. */
export function openBody(request: IncomingMessage, { query }: Target, payloadHash: string): Body {
  if (payloadHash.startsWith('STREAMING-') && payloadHash !== STREAMING_UNSIGNED) {
    throw new S3Error('NotImplemented', `${payloadHash} is not supported; use ${STREAMING_UNSIGNED}.`);
  }
  const streaming = payloadHash === STREAMING_UNSIGNED;
  const size = sizeOf(request, streaming ? 'x-amz-decoded-content-length' : 'content-length');
  const trailers: Record<string, string> = {};
  const raw = readRequest(request);
  const decoded = streaming ? decodeAwsChunked(raw, trailers) : raw;
  const whole = exactly(size, decoded);
  const headers = { ...request.headers, ...checksumsIn(query) };
  return { size, bytes: verified(whole, { headers, trailers, payloadHash }) };
}

/** Presigners move headers into the query, a checksum of an empty body among them; S3 goes by it there too. */
function checksumsIn(query: Query): Record<string, string> {
  const lowered = query.pairs.map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(lowered.filter(([name]) => name.startsWith('x-amz-checksum-')));
}

/** Reads a small body, such as a list in XML, as text. */
export async function readText(body: Body, limit: number): Promise<string> {
  if (body.size > limit) throw new S3Error('EntityTooLarge', `The body has more than ${limit} bytes.`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The request's bytes. Leaving early keeps the connection, so that the answer still reaches who is sending. */
async function* readRequest(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  const watched = hangUpOnSilence(request);
  try {
    yield* request.iterator({ destroyOnReturn: false });
  } catch (cause) {
    throw request.readableAborted
      ? new S3Error('IncompleteBody', 'The connection ended early.', { cause })
      : cause;
  } finally {
    watched.stop();
  }
}

/** Ends the connection if its sender stops sending; to be stopped once the body has come. */
export function hangUpOnSilence(request: IncomingMessage): { stop: () => void } {
  request.setTimeout(IDLE_MS, () => request.destroy());
  return { stop: () => void request.setTimeout(0) };
}

async function* exactly(size: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of body) {
    seen += chunk.length;
    if (seen > size) throw new S3Error('InvalidRequest', 'The body is longer than its announced length.');
    yield chunk;
  }
  if (seen < size) throw new S3Error('IncompleteBody', 'The body is shorter than its announced length.');
}

function sizeOf(request: IncomingMessage, header: string): number {
  const text = request.headers[header];
  if (typeof text !== 'string')
    throw new S3Error('MissingContentLength', `You must provide the ${header} header.`);
  const size = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(size)) {
    throw new S3Error('InvalidArgument', `${header} is not a length.`);
  }
  return size;
}
