import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  FilemillError,
  RESULT_SCHEMA,
  type Engines,
  type MediaInfo,
  type ResultFile,
  type TextResult,
} from '@filemill/core';

/**
 * Engines that do next to nothing: every file is a plain text, and its result is that text. What a job then costs is
 * what the path costs.
 */
export function createNoEngines(): Engines {
  return {
    version: 'none-1',
    inspect: async (path) => mediaOf(await readFile(path)),
    async analyze({ path, outDir, signal }) {
      signal?.throwIfAborted();
      const { media, result } = await copyText(path, outDir);
      return { media, results: [result], previews: [], failures: [] };
    },
    async close() {},
  };
}

/** Writes the text result of a file of plain text into a folder. */
export async function copyText(
  path: string,
  outDir: string,
): Promise<{ media: MediaInfo; result: ResultFile }> {
  const bytes = await readFile(path);
  const media = mediaOf(bytes);
  const engine = { name: 'none', version: '1' };
  const text: TextResult = {
    schema: RESULT_SCHEMA,
    analysis: 'text',
    engine,
    models: [],
    media,
    options: {},
    seconds: 0,
    pages: [pageOf(bytes.toString())],
  };
  const resultPath = join(outDir, 'text.json');
  await writeFile(resultPath, JSON.stringify(text));
  return { media, result: { analysis: 'text', path: resultPath, engine, seconds: 0 } };
}

/** Throws `file.empty` for no bytes. */
export function mediaOf(bytes: Buffer): MediaInfo {
  if (bytes.length === 0) throw new FilemillError('file.empty', 'The file has no bytes.');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { kind: 'document', mediaType: 'text/plain', size: bytes.length, sha256, pages: 1 };
}

function pageOf(text: string): TextResult['pages'][number] {
  return {
    page: 1,
    width: 0,
    height: 0,
    rotation: 0,
    source: 'content',
    confidence: 1,
    text,
    blocks: [],
    tables: [],
    fields: [],
  };
}
