import type { Credentials } from './credentials.ts';
import {
  ALGORITHM,
  credentialScope,
  encodePath,
  encodeQuery,
  sign,
  stringToSign,
  toAmzDate,
  UNSIGNED_PAYLOAD,
  type Pairs,
} from './sigv4.ts';

/** The endpoint has no regions; signatures need the name of one. */
export const REGION = 'us-east-1';

/** Who signs, for which endpoint (its base URL, such as `http://127.0.0.1:8080/s3`), and when. */
export interface Signer {
  endpoint: string;
  credentials: Credentials;
  /** Milliseconds since 1970. */
  now: number;
}

/** A URL that allows one request, by this method, to this object, with these parameters, for so long. */
export function presignUrl(
  signer: Signer,
  request: { method: string; bucket: string; key: string; query?: Pairs; expiresSeconds: number },
): string {
  const { host, origin, pathname } = new URL(signer.endpoint);
  const amzDate = toAmzDate(signer.now);
  const scope = credentialScope(amzDate, REGION);
  const path = `${pathname.replace(/\/$/, '')}/${request.bucket}/${request.key}`;
  const query: Pairs = [
    ...(request.query ?? []),
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', `${signer.credentials.accessKeyId}/${scope}`],
    ['X-Amz-Date', amzDate],
    ['X-Amz-Expires', String(request.expiresSeconds)],
    ['X-Amz-SignedHeaders', 'host'],
  ];
  const text = stringToSign(amzDate, scope, {
    method: request.method,
    path,
    query,
    headers: [['host', host]],
    payloadHash: UNSIGNED_PAYLOAD,
  });
  const signature = sign(signer.credentials.secretAccessKey, scope, text);
  return `${origin}${encodePath(path)}?${encodeQuery([...query, ['X-Amz-Signature', signature]])}`;
}

/** The URL and fields of a form that may upload one object of exactly this size and type under this key. */
export function presignPostForm(
  signer: Signer,
  request: { bucket: string; key: string; size: number; contentType: string; expiresSeconds: number },
): { url: string; fields: Record<string, string> } {
  const amzDate = toAmzDate(signer.now);
  const scope = credentialScope(amzDate, REGION);
  const fields = {
    key: request.key,
    'Content-Type': request.contentType,
    'x-amz-algorithm': ALGORITHM,
    'x-amz-credential': `${signer.credentials.accessKeyId}/${scope}`,
    'x-amz-date': amzDate,
  };
  const policy = {
    expiration: new Date(signer.now + request.expiresSeconds * 1000).toISOString(),
    conditions: [
      { bucket: request.bucket },
      ['content-length-range', request.size, request.size],
      ...Object.entries(fields).map(([name, value]) => ['eq', `$${name}`, value]),
    ],
  };
  const encoded = Buffer.from(JSON.stringify(policy)).toString('base64');
  const signature = sign(signer.credentials.secretAccessKey, scope, encoded);
  return {
    url: `${signer.endpoint.replace(/\/$/, '')}/${request.bucket}`,
    fields: { ...fields, policy: encoded, 'x-amz-signature': signature },
  };
}
