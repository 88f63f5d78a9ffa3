import { createHash, createHmac } from 'node:crypto';

/** AWS Signature Version 4, the parts that signing and checking share. */
export const ALGORITHM = 'AWS4-HMAC-SHA256';
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** Name and value pairs, decoded, in the order in which they came. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** What a signature covers. */
export interface CanonicalRequest {
  method: string;
  /** Decoded. */
  path: string;
  /** Without `X-Amz-Signature`. */
  query: Pairs;
  /** The signed headers, names in lower case. */
  headers: Pairs;
  /** SHA-256 in hex, or one of S3's words such as `UNSIGNED-PAYLOAD`. */
  payloadHash: string;
}

/** `20261123/us-east-1/s3/aws4_request`: the day, region and service that a key is derived for. */
export function credentialScope(amzDate: string, region: string): string {
  return `${amzDate.slice(0, 8)}/${region}/s3/aws4_request`;
}

/** Milliseconds since 1970 as `20261123T200000Z`. */
export function toAmzDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** The reverse; NaN where it isn't such a date. */
export function fromAmzDate(text: string): number {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!match) return NaN;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

export function stringToSign(amzDate: string, scope: string, request: CanonicalRequest): string {
  const hash = createHash('sha256').update(canonicalRequest(request)).digest('hex');
  return [ALGORITHM, amzDate, scope, hash].join('\n');
}

/** In hex. */
export function sign(secret: string, scope: string, text: string): string {
  const key = scope.split('/').reduce<string | Buffer>((k, part) => hmac(k, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

/** RFC 3986: everything but letters, digits and `-._~` is escaped. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** As `encode`, but `/` stays. */
export function encodePath(path: string): string {
  return path.split('/').map(encode).join('/');
}

export function encodeQuery(pairs: Pairs): string {
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function canonicalRequest(request: CanonicalRequest): string {
  const query = request.query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(byNameAndValue);
  const headers = [...request.headers].sort(byNameAndValue);
  return [
    request.method,
    encodePath(request.path),
    query.map(([name, value]) => `${name}=${value}`).join('&'),
    ...headers.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, ' ')}`),
    '',
    headers.map(([name]) => name).join(';'),
    request.payloadHash,
  ].join('\n');
}

function byNameAndValue(a: readonly [string, string], b: readonly [string, string]): number {
  return compare(a[0], b[0]) || compare(a[1], b[1]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
