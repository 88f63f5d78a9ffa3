import { createHash } from 'node:crypto';
import { BlobRefused, tooLarge } from './failure.ts';
import type { Part } from './rows.ts';

/** As S3: all parts but the last have at least this many bytes. */
const MIN_PART_BYTES = 5 * 1024 * 1024;

/** How the one who completes an upload names a part. */
export interface ListedPart {
  part: number;
  /** MD5 in hex. */
  etag: string;
}

/** The parts that the caller names, if they are there as named and S3 would make an object of them. */
export function chooseParts(stored: Part[], listed: ListedPart[], maxObjectBytes: number): Part[] {
  const byNumber = new Map(stored.map((part) => [part.part, part]));
  const parts = listed.map(({ part, etag }, index) => {
    if (index > 0 && part <= listed[index - 1]!.part) {
      throw new BlobRefused('invalid-part-order', 'The parts are not in ascending order.');
    }
    const found = byNumber.get(part);
    if (found?.etag !== etag) throw new BlobRefused('invalid-part', `Part ${part} has not arrived as named.`);
    return found;
  });
  if (parts.length === 0) throw new BlobRefused('invalid-part', 'An object has at least one part.');
  const small = parts.slice(0, -1).find((part) => part.size < MIN_PART_BYTES);
  if (small) throw new BlobRefused('part-too-small', `Part ${small.part} has fewer than 5 MiB.`);
  if (sumOfSizes(parts) > maxObjectBytes) throw tooLarge(maxObjectBytes);
  return parts;
}

export function sumOfSizes(parts: Part[]): number {
  return parts.reduce((sum, part) => sum + part.size, 0);
}

/** As S3 makes it: the MD5 of the parts' MD5s, and their number. */
export function etagOfParts(parts: Part[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(Buffer.from(part.etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}
