import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { FilemillError, type Limits } from '@filemill/core';
import { detectEncoding } from './encoding.ts';
import { sniffCompoundFile } from './sniff-compound.ts';
import { sniffPackage } from './sniff-package.ts';
import { sniffText } from './sniff-text.ts';
import { knownType, type KnownType } from './types.ts';
import { unsupported } from './unsupported.ts';

const HEAD_BYTES = 65_536;

/**
 * The true type of a file, by its content; the name is asked only where the content leaves it open (is text with commas
 * a table?). Throws FilemillError `file.empty`, `file.unsupported`, `file.encrypted`, `file.corrupt` or `archive.bomb`.
 */
export async function sniff(path: string, name: string, limits: Limits): Promise<KnownType> {
  const { head, complete } = await readHead(path);
  if (head.length === 0) {
    throw new FilemillError(
      'file.empty',
      'The file is empty. Check where it came from, and upload it again.',
    );
  }
  if (isPdf(head)) return 'application/pdf';
  // Text first: signatures of two letters ("BM…" for a bitmap) are also how a sentence can start.
  const encoding = detectEncoding(head, complete);
  if (encoding) return sniffText(new TextDecoder(encoding).decode(head), name);

  if (/^PK(?:\x03\x04|\x05\x06)/.test(head.toString('latin1', 0, 4))) return sniffPackage(path, limits);
  const detected = (await fileTypeFromFile(path))?.mime;
  if (detected === 'application/x-cfb') return sniffCompoundFile(path);
  const known = detected ? knownType(detected) : cutShort(head);
  if (known) return known;
  throw unsupported(detected ? `It is ${detected}` : 'Its content is of no type that Filemill knows');
}

/** The detector reads on behind these signatures and, where the file is cut short, says nothing. */
const SIGNATURES: [bytes: string, type: KnownType][] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
];

function cutShort(head: Buffer): KnownType | undefined {
  return SIGNATURES.find(([bytes]) => head.toString('latin1', 0, bytes.length) === bytes)?.[1];
}

async function readHead(path: string): Promise<{ head: Buffer; complete: boolean }> {
  await using file = await open(path);
  const { size } = await file.stat();
  const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  return { head: head.subarray(0, bytesRead), complete: size <= HEAD_BYTES };
}

/** Some programs write junk before a PDF's header, and readers accept it: then an object must follow as well. */
function isPdf(head: Buffer): boolean {
  const text = head.toString('latin1');
  return text.startsWith('%PDF-') || /^[^]{0,1024}%PDF-\d\.\d\s[^]*?\d+ \d+ obj/.test(text);
}
