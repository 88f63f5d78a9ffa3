import { pipeline } from 'node:stream/promises';
import type { StoredObject } from '../blob-store/rows.ts';
import { safeDisposition } from './disposition.ts';
import { S3Error } from './error.ts';
import type { Call } from './handler.ts';

/** GetObject and HeadObject. */
export async function readObject({ request, response, target, bucket, objects }: Call): Promise<void> {
  if (request.method === 'HEAD') {
    const object = objects.head(bucket, target.key);
    if (!object) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
    prepare({ request, response, target }, object);
    response.end();
    return;
  }
  const { object, handle } = await objects.open(bucket, target.key);
  try {
    const range = prepare({ request, response, target }, object);
    if (!range || object.size === 0) response.end();
    else await pipeline(handle.createReadStream({ ...range, autoClose: false }), response);
  } finally {
    await handle.close();
  }
}

interface Range {
  start: number;
  /** Inclusive. */
  end: number;
}

/** Writes the answer's head; gives the bytes that its body has, or undefined where it has none. */
function prepare(
  { request, response, target }: Pick<Call, 'request' | 'response' | 'target'>,
  object: StoredObject,
): Range | undefined {
  const etag = `"${object.etag}"`;
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  if (ifMatch && !names(ifMatch, etag)) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold.');
  }
  response.setHeader('ETag', etag);
  response.setHeader('Last-Modified', new Date(object.modifiedAt).toUTCString());
  response.setHeader('Cache-Control', 'private, no-cache');
  if (ifNoneMatch && names(ifNoneMatch, etag)) {
    response.writeHead(304);
    return undefined;
  }
  const mediaType = target.query.get('response-content-type') ?? object.contentType;
  const asked = target.query.get('response-content-disposition');
  response.setHeader('Content-Type', mediaType);
  response.setHeader('Content-Disposition', safeDisposition(mediaType, asked));
  response.setHeader('Accept-Ranges', 'bytes');
  const range = askedRange(request.headers, etag, object.size);
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  if (range) response.setHeader('Content-Range', `bytes ${start}-${end}/${object.size}`);
  response.setHeader('Content-Length', end - start + 1);
  response.writeHead(range ? 206 : 200);
  return { start, end };
}

function names(condition: string, etag: string): boolean {
  return condition.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}

/** Undefined where the whole object is to be sent: no range, several (as S3), one of another unit or version. */
function askedRange(
  headers: { range?: string; 'if-range'?: string | string[] },
  etag: string,
  size: number,
): Range | undefined {
  if (headers['if-range'] !== undefined && headers['if-range'] !== etag) return undefined;
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [from, to] = [match[1]!, match[2]!];
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < start) return undefined;
  if (start >= size || (from === '' && Number(to) === 0)) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable.');
  }
  return { start, end };
}
