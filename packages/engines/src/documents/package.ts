import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { FilemillError, nameLimit, type Limits } from '@filemill/core';

/** A document that is a ZIP file of parts: DOCX, XLSX, PPTX, ODT. */
export interface Package extends AsyncDisposable {
  /** Names of all parts. */
  names: string[];
  has(part: string): boolean;
  /** A part, unpacked as it is read. Throws FilemillError `archive.bomb`, `file.corrupt`. */
  stream(part: string): AsyncIterable<Buffer>;
  /** A part as a whole; for small ones. */
  read(part: string): Promise<Buffer>;
}

const MOST_PARTS = 100_000;

/**
 * Opens a package. Throws FilemillError `file.corrupt`, `file.encrypted`, and `archive.bomb` when the parts say that
 * they unpack to more than the limit; parts that lie about it are caught as they are read.
 */
export async function openPackage(path: string, limits: Limits): Promise<Package> {
  // Declared sizes are not trusted: what really comes out is counted below.
  const zip = await attempt(() => openPromise(path, { autoClose: false, validateEntrySizes: false }));
  try {
    const entries = await attempt(() => listEntries(zip, limits));
    return packageOf(zip, entries, limits);
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function listEntries(zip: ZipFile, limits: Limits): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let declared = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw encrypted();
    declared += entry.uncompressedSize;
    if (declared > unpackedBytes(limits) || entries.size > MOST_PARTS) throw bomb(limits);
    entries.set(entry.fileName, entry);
  }
  return entries;
}

function packageOf(zip: ZipFile, entries: Map<string, Entry>, limits: Limits): Package {
  let unpacked = 0;
  async function* stream(part: string): AsyncGenerator<Buffer> {
    const entry = entries.get(part);
    if (!entry) throw damaged(`the part ${part} is missing`);
    const chunks = await attempt<Readable>(() => zip.openReadStreamPromise(entry));
    try {
      for await (const chunk of chunks as AsyncIterable<Buffer>) {
        unpacked += chunk.length;
        if (unpacked > unpackedBytes(limits)) throw bomb(limits);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof FilemillError ? error : damaged(error);
    } finally {
      chunks.destroy();
    }
  }
  return {
    names: [...entries.keys()],
    has: (part) => entries.has(part),
    stream,
    read: (part) => buffer(stream(part)),
    [Symbol.asyncDispose]: async () => zip.close(),
  };
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof FilemillError ? error : damaged(error);
  }
}

function unpackedBytes(limits: Limits): number {
  return limits.unpackedMegabytes * 1e6;
}

function bomb(limits: Limits): FilemillError {
  return new FilemillError(
    'archive.bomb',
    `The document unpacks to more than the limit of ${nameLimit('unpackedMegabytes', limits)}. Split it, or make the pictures in it smaller.`,
  );
}

function encrypted(): FilemillError {
  return new FilemillError(
    'file.encrypted',
    'The document is protected by a password. Save it without the password and try again.',
  );
}

function damaged(cause: unknown): FilemillError {
  return new FilemillError(
    'file.corrupt',
    'The document is damaged or incomplete and cannot be read. If it opens elsewhere, save it again and try that.',
    { cause },
  );
}
