import { open } from 'node:fs/promises';
import { FilemillError } from '@filemill/core';
import { unsupported } from './unsupported.ts';

/** Names of streams by which the old Office formats are known, with what to save them as. */
const OLD_FORMATS = [
  ['WordDocument', 'an old Word document (.doc)', 'DOCX'],
  ['Workbook', 'an old Excel workbook (.xls)', 'XLSX'],
  ['PowerPoint Document', 'an old PowerPoint presentation (.ppt)', 'PPTX'],
  ['__properties_version1.0', 'an Outlook message (.msg)', 'EML'],
] as const;

/**
 * Microsoft's compound files: none can be read, and the names of their streams say what to do about it. An encrypted
 * DOCX, XLSX or PPTX is one too. Always throws FilemillError `file.encrypted` or `file.unsupported`.
 */
export async function sniffCompoundFile(path: string): Promise<never> {
  const names = await streamNames(path);
  if (names.includes('EncryptedPackage')) {
    throw new FilemillError(
      'file.encrypted',
      'The document is protected by a password. Save it without the password and try again.',
    );
  }
  const [, what, better] = OLD_FORMATS.find(([stream]) => names.includes(stream)) ?? [];
  if (what) throw unsupported(`It is ${what}`, `Save it as ${better} or PDF and try again.`);
  throw unsupported('It is a compound file of an unknown program');
}

const FREE = 0xffffffff;
const END_OF_CHAIN = 0xfffffffe;
/** Directory sectors that are read at most: the first entries name the main streams. */
const MOST_SECTORS = 64;

/** Names in the directory, which is a chain of sectors through the allocation table. */
async function streamNames(path: string): Promise<string[]> {
  await using file = await open(path);
  const read = async (offset: number, length: number) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };
  const header = await read(0, 512);
  if (header.length < 512) return [];
  const sectorSize = 2 ** Math.min(header.readUInt16LE(30), 12);
  const offsetOf = (sector: number) => (sector + 1) * sectorSize;
  const nextOf = async (sector: number) => {
    const table = Math.floor((sector * 4) / sectorSize);
    if (table >= 109) return END_OF_CHAIN; // further tables are listed elsewhere, past any directory of interest
    const entry = await read(offsetOf(header.readUInt32LE(76 + 4 * table)) + ((sector * 4) % sectorSize), 4);
    return entry.length === 4 ? entry.readUInt32LE(0) : END_OF_CHAIN;
  };
  const names: string[] = [];
  let sector = header.readUInt32LE(48);
  for (let i = 0; i < MOST_SECTORS && sector !== END_OF_CHAIN && sector !== FREE; i++) {
    names.push(...entryNames(await read(offsetOf(sector), sectorSize)));
    sector = await nextOf(sector);
  }
  return names;
}

/** An entry is 128 bytes: the name in UTF-16, and at 64 its length in bytes with the closing 0. */
function entryNames(sector: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at + 128 <= sector.length; at += 128) {
    const length = sector.readUInt16LE(at + 64) - 2;
    if (length > 0 && length <= 62) names.push(sector.toString('utf16le', at, at + length));
  }
  return names;
}
