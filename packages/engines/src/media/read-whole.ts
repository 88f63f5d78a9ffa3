import { readFile, stat } from 'node:fs/promises';
import { FilemillError, nameLimit, type Limits } from '@filemill/core';

/**
 * Reads a file whose format must be held whole. Only for formats that real files keep small; the limit is the one for
 * unpacked documents, since both bound what one document may take of memory. Throws FilemillError `file.too_large`.
 */
export async function readWhole(path: string, limits: Limits): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > limits.unpackedMegabytes * 1e6) {
    throw new FilemillError(
      'file.too_large',
      `A file of this type is held in memory whole, and it has more than ${nameLimit('unpackedMegabytes', limits)}.`,
    );
  }
  return readFile(path);
}
