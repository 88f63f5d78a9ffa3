import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error } from './error.ts';

/** A running digest; the result is in base64, as S3's headers have it. */
interface Digest {
  update(chunk: Uint8Array): void;
  base64(): string;
}

const ALGORITHMS: Record<string, () => Digest> = {
  'x-amz-checksum-crc32': crc32Digest,
  'x-amz-checksum-sha1': () => hashDigest('sha1'),
  'x-amz-checksum-sha256': () => hashDigest('sha256'),
};

type Headers = Record<string, string | string[] | undefined>;

/**
 * Passes a body through and throws at its end, before its consumer can take it for whole, if it doesn't have the
 * checksums that were sent with it. `trailers` are those that come behind the body.
 */
export async function* verified(
  body: AsyncIterable<Uint8Array>,
  expected: { headers: Headers; trailers: Headers; payloadHash: string },
): AsyncGenerator<Uint8Array> {
  const checks = [...checksumsOf(expected.headers, expected.trailers), ...hashesOf(expected)];
  for await (const chunk of body) {
    for (const { digest } of checks) digest.update(chunk);
    yield chunk;
  }
  for (const { digest, value, error } of checks) {
    if (digest.base64() !== value()) throw error;
  }
}

interface Check {
  digest: Digest;
  /** Known at the end of the body at the latest. */
  value: () => string | undefined;
  error: S3Error;
}

function checksumsOf(headers: Headers, trailers: Headers): Check[] {
  const announced = String(headers['x-amz-trailer'] ?? '').toLowerCase();
  const names = [...Object.keys(headers), announced].filter(
    (name) => name.startsWith('x-amz-checksum-') && !NOT_CHECKSUMS.has(name),
  );
  return names.map((name) => {
    const create = ALGORITHMS[name];
    if (!create) throw new S3Error('NotImplemented', `${name} is not supported; use CRC32, SHA1 or SHA256.`);
    return {
      digest: create(),
      value: () => (headers[name] ?? trailers[name]) as string | undefined,
      error: new S3Error('BadDigest', `The ${name} you specified did not match what we received.`),
    };
  });
}

/** They name an algorithm or a way of adding up, not a value. */
const NOT_CHECKSUMS = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-type', 'x-amz-checksum-mode']);

function hashesOf({ headers, payloadHash }: { headers: Headers; payloadHash: string }): Check[] {
  const checks: Check[] = [];
  const md5 = headers['content-md5'];
  if (typeof md5 === 'string') {
    if (Buffer.from(md5, 'base64').length !== 16) {
      throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
    }
    const error = new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    checks.push({ digest: hashDigest('md5'), value: () => md5, error });
  }
  if (/^[0-9a-f]{64}$/.test(payloadHash)) {
    const error = new S3Error(
      'XAmzContentSHA256Mismatch',
      'The x-amz-content-sha256 header does not match what was computed.',
    );
    checks.push({
      digest: hashDigest('sha256'),
      value: () => Buffer.from(payloadHash, 'hex').toString('base64'),
      error,
    });
  }
  return checks;
}

function hashDigest(algorithm: string): Digest {
  const hash = createHash(algorithm);
  return { update: (chunk) => void hash.update(chunk), base64: () => hash.digest('base64') };
}

function crc32Digest(): Digest {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    base64: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString('base64');
    },
  };
}
