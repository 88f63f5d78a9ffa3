import { createReadStream, createWriteStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Analysis, AnalysisOptions, ErrorRecord, MediaInfo, ResultFile } from '@filemill/core';

export const DOCUMENT_SCHEMA = 'filemill.file/1';

/**
 * The document that is written for each input: a header and, if there are any, results. The header alone is on the first
 * line, so that it can be read without the results, which may be huge.
 */
export interface DocumentHeader {
  schema: typeof DOCUMENT_SCHEMA;
  /** The input's path below the folder that was analysed. */
  path: string;
  options: AnalysisOptions;
  /** Schema of the results. */
  resultSchema: string;
  media?: MediaInfo;
  /** Why the file failed; then there are no results. */
  error?: ErrorRecord;
  /** Analyses that failed while others succeeded. */
  failures?: { analysis: Analysis; error: ErrorRecord }[];
}

/** Longest first line that is looked at when a document is read back. */
const HEADER_BYTES = 256 * 1024;

/** Writes the document, copying the results from their files as they are. */
export async function writeDocument(
  path: string,
  header: DocumentHeader,
  results: Pick<ResultFile, 'analysis' | 'path'>[],
): Promise<void> {
  await pipeline(async function* () {
    yield `${JSON.stringify(header).slice(0, -1)},\n"results":{`;
    for (const [i, result] of results.entries()) {
      yield `${i === 0 ? '' : ','}\n"${result.analysis}":`;
      yield* createReadStream(result.path);
    }
    yield '\n}}\n';
  }, createWriteStream(path));
}

/** The header of a document that was written earlier; undefined where there is none. */
export async function readHeader(path: string): Promise<DocumentHeader | undefined> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch {
    return undefined; // not there yet, or not ours to read: then it is made anew
  }
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const text = buffer.toString('utf8', 0, bytesRead);
    return parseHeader(text.slice(0, text.indexOf('\n')));
  } finally {
    await file.close();
  }
}

function parseHeader(line: string): DocumentHeader | undefined {
  try {
    const header = JSON.parse(line.replace(/,$/, '}')) as DocumentHeader;
    return header.schema === DOCUMENT_SCHEMA ? header : undefined;
  } catch {
    return undefined; // another program's file
  }
}
