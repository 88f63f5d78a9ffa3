import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FilemillError, RESULT_SCHEMA, type Engines, type MediaInfo, type TextResult } from '@filemill/core';

/**
 * Engines that read plain text and do what its first word says, to try the path of a file without models:
 * `fail` is an error of the file, `crash` one of the machinery, `crash-once` that on the first attempt only.
 */
export function createPlainEngines(): Engines & { analyzed: string[] } {
  const analyzed: string[] = [];
  const crashed = new Set<string>();
  return {
    version: '1',
    analyzed,
    async inspect(path) {
      const bytes = await readFile(path);
      if (bytes.length === 0) throw new FilemillError('file.empty', 'The file has no bytes.');
      return mediaOf(bytes);
    },
    async analyze({ path, name, options, outDir, signal }) {
      signal?.throwIfAborted();
      const bytes = await readFile(path);
      const text = bytes.toString();
      if (text.startsWith('fail')) throw new FilemillError('file.corrupt', 'The file is damaged.');
      if (text.startsWith('crash') && (text.startsWith('crash ') || !crashed.has(name))) {
        crashed.add(name);
        throw new FilemillError('engine.crashed', 'The engine stopped.');
      }
      analyzed.push(name);
      const media = mediaOf(bytes);
      const engine = { name: 'plain', version: '1' };
      const result: TextResult = { ...header(media, engine), options, pages: [pageOf(text)] };
      const resultPath = join(outDir, 'text.json');
      await writeFile(resultPath, JSON.stringify(result));
      return {
        media,
        results: [{ analysis: 'text', path: resultPath, engine, seconds: 0 }],
        previews: [],
        failures: [],
      };
    },
    async close() {},
  };
}

function mediaOf(bytes: Buffer): MediaInfo {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { kind: 'document', mediaType: 'text/plain', size: bytes.length, sha256, pages: 1 };
}

function header(media: MediaInfo, engine: TextResult['engine']): Omit<TextResult, 'options' | 'pages'> {
  return { schema: RESULT_SCHEMA, analysis: 'text', engine, models: [], media, seconds: 0 };
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
