import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Credentials } from './credentials.ts';
import { S3Error } from './error.ts';
import {
  ALGORITHM,
  fromAmzDate,
  sign,
  stringToSign,
  toAmzDate,
  UNSIGNED_PAYLOAD,
  type Pairs,
} from './sigv4.ts';
import type { Target } from './target.ts';

const SKEW_MS = 15 * 60 * 1000;
const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60;

/** What a request says about its signature, wherever it says it. */
interface Claim {
  credential: string;
  amzDate: string;
  signedHeaders: string[];
  signature: string;
  /** What the signature says of the body. */
  payloadHash: string;
  query: Pairs;
}

/** Whose signatures are accepted, at what time. */
export interface Verifier {
  credentials: Credentials;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Throws unless the request is signed, in its query (a presigned URL) or its Authorization header. Gives what the
 * signature says of the body: its SHA-256 in hex, or one of S3's words such as `UNSIGNED-PAYLOAD`.
 */
export function verifyRequest(request: IncomingMessage, target: Target, verifier: Verifier): string {
  const claim = target.query.has('X-Amz-Signature')
    ? claimOfQuery(target, verifier.now)
    : claimOfHeader(request, target, verifier.now);
  const scope = checkCredential(claim.credential, claim.amzDate, verifier.credentials);
  checkHeadersAreSigned(request, claim.signedHeaders);
  const text = stringToSign(claim.amzDate, scope, {
    method: request.method ?? '',
    path: target.path,
    query: claim.query,
    headers: claim.signedHeaders.map((name) => [name, headerValue(request, name)] as const),
    payloadHash: claim.payloadHash,
  });
  checkSignature(claim.signature, sign(verifier.credentials.secretAccessKey, scope, text));
  return claim.payloadHash;
}

/** Checks the form `<access key>/<day>/<region>/s3/aws4_request`; gives the scope, which is all but the key. */
export function checkCredential(credential: string, amzDate: string, credentials: Credentials): string {
  const [accessKeyId, day, region, service, end, ...rest] = credential.split('/');
  if (
    !region ||
    service !== 's3' ||
    end !== 'aws4_request' ||
    rest.length > 0 ||
    day !== amzDate.slice(0, 8)
  ) {
    throw new S3Error('AuthorizationHeaderMalformed', 'The credential is mal-formed.');
  }
  if (accessKeyId !== credentials.accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', 'The access key does not exist in our records.');
  }
  return `${day}/${region}/${service}/${end}`;
}

export function checkSignature(given: string, expected: string): void {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  if (a.length !== b.length || !timingSafeEqual(a, b)) {
    throw new S3Error('SignatureDoesNotMatch', 'The signature does not match the request.');
  }
}

function claimOfQuery({ query }: Target, now: number): Claim {
  const need = (name: string): string => {
    const value = query.get(name);
    if (value) return value;
    throw new S3Error('AuthorizationQueryParametersError', `Query-string authentication needs ${name}.`);
  };
  if (need('X-Amz-Algorithm') !== ALGORITHM) {
    throw new S3Error('AuthorizationQueryParametersError', `X-Amz-Algorithm only supports ${ALGORITHM}.`);
  }
  const amzDate = need('X-Amz-Date');
  checkWindow(fromAmzDate(amzDate), Number(need('X-Amz-Expires')), now);
  return {
    credential: need('X-Amz-Credential'),
    amzDate,
    signedHeaders: splitHeaders(need('X-Amz-SignedHeaders')),
    signature: need('X-Amz-Signature'),
    payloadHash: query.get('X-Amz-Content-Sha256') ?? UNSIGNED_PAYLOAD,
    query: query.pairs.filter(([name]) => name !== 'X-Amz-Signature'),
  };
}

function checkWindow(signedAt: number, expiresSeconds: number, now: number): void {
  const valid =
    Number.isInteger(expiresSeconds) && expiresSeconds >= 1 && expiresSeconds <= MAX_EXPIRES_SECONDS;
  if (!valid || Number.isNaN(signedAt)) {
    throw new S3Error('AuthorizationQueryParametersError', 'X-Amz-Date or X-Amz-Expires is out of range.');
  }
  if (signedAt > now + SKEW_MS) throw new S3Error('AccessDenied', 'Request is not yet valid.');
  if (now > signedAt + expiresSeconds * 1000) throw new S3Error('AccessDenied', 'Request has expired.');
}

function claimOfHeader(request: IncomingMessage, { query }: Target, now: number): Claim {
  const header = request.headers.authorization;
  if (!header) throw new S3Error('AccessDenied', 'Anonymous access is forbidden.');
  const match =
    /^AWS4-HMAC-SHA256 +Credential=([^, ]+), *SignedHeaders=([^, ]+), *Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (!match) throw new S3Error('AuthorizationHeaderMalformed', 'The authorization header is malformed.');
  const [, credential, signedHeaders, signature] = match as unknown as [string, string, string, string];
  const amzDate = amzDateOf(request);
  if (Math.abs(now - fromAmzDate(amzDate)) > SKEW_MS) {
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The time of the request and that of the server differ too much.',
    );
  }
  const payloadHash = request.headers['x-amz-content-sha256'];
  if (typeof payloadHash !== 'string') {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  return {
    credential,
    amzDate,
    signedHeaders: splitHeaders(signedHeaders),
    signature,
    payloadHash,
    query: query.pairs,
  };
}

function amzDateOf(request: IncomingMessage): string {
  const given = request.headers['x-amz-date'];
  const amzDate = typeof given === 'string' ? given : toAmzDateOrEmpty(request.headers.date);
  if (Number.isNaN(fromAmzDate(amzDate))) {
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header.');
  }
  return amzDate;
}

function toAmzDateOrEmpty(date: string | undefined): string {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? '' : toAmzDate(time);
}

function splitHeaders(text: string): string[] {
  return text.split(';');
}

/** Headers that change what the request does count only if they are signed; else whoever has a URL could add them. */
function checkHeadersAreSigned(request: IncomingMessage, signed: string[]): void {
  const needed = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const missing = needed.filter((name) => !signed.includes(name));
  if (missing.length > 0 || !signed.includes('host')) {
    throw new S3Error('AccessDenied', `There were headers which were not signed: ${missing.join(', ')}`);
  }
}

function headerValue(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  if (value === undefined) throw new S3Error('AccessDenied', `The signed header ${name} was not sent.`);
  return Array.isArray(value) ? value.join(',') : value;
}
