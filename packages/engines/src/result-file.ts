import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { RESULT_SCHEMA, type Analysis, type Result, type ResultHeader, type TextPage } from '@filemill/core';
import type { RoomOutput, RoomRequest } from './room.ts';

/** The pieces of a result, besides its header. */
type Pieces<R> = R extends Result ? Omit<R, keyof ResultHeader> : never;
type Made = { engine: { name: string; version: string }; models: { name: string; sha256: string }[] };

/**
 * Writes `<analysis>.json` as a stream, so that memory stays flat however many pages there are: pages go out one by
 * one as they are read, each on a line of its own; whoever made them is known, and written, at the end.
 */
export async function writeTextResult(
  request: RoomRequest,
  pages: AsyncIterable<TextPage>,
  made: () => Made,
): Promise<RoomOutput['results'][number]> {
  const startedAt = performance.now();
  const path = join(request.outDir, 'text.json');
  const out = createWriteStream(path);
  const done = finished(out);
  const write = async (chunk: string) => {
    if (!out.write(chunk)) await Promise.race([once(out, 'drain'), done]);
  };
  try {
    await write('{"analysis":"text","pages":[');
    let separator = '\n';
    for await (const page of pages) {
      await write(separator + JSON.stringify(page));
      separator = ',\n';
    }
    const header = resultHeader(request, made(), startedAt);
    await write(`\n],${JSON.stringify(header).slice(1)}`);
    out.end();
    await done;
    return { analysis: 'text', path, engine: header.engine, seconds: header.seconds };
  } catch (error) {
    out.destroy();
    await done.catch(() => {}); // the error that ended the writing is the one to report
    throw error;
  }
}

/** The pages of a file that `writeTextResult` wrote, one by one, so that memory stays flat here too. */
export async function* readTextPages(path: string): AsyncGenerator<TextPage> {
  let isFirst = true;
  for await (const line of lines(path)) {
    if (line.startsWith(']')) return;
    if (!isFirst) yield JSON.parse(line.replace(/,$/, '')) as TextPage;
    isFirst = false;
  }
}

/** Lines that end with \n alone: `node:readline` would also break them at U+2028, which JSON leaves as it is. */
async function* lines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const parts = (rest + String(chunk)).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest) yield rest;
}

/** Writes the result of any other analysis, whose pieces are few enough to be held at once. */
export async function writeResult(
  request: RoomRequest,
  pieces: Pieces<Exclude<Result, { analysis: 'text' }>>,
  made: Made,
  startedAt: number,
): Promise<RoomOutput['results'][number]> {
  const path = join(request.outDir, `${pieces.analysis satisfies Analysis}.json`);
  const header = resultHeader(request, made, startedAt);
  await writeFile(path, JSON.stringify({ ...pieces, ...header }));
  return { analysis: pieces.analysis, path, engine: header.engine, seconds: header.seconds };
}

function resultHeader(request: RoomRequest, made: Made, startedAt: number): ResultHeader {
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  return { schema: RESULT_SCHEMA, ...made, options: request.options, media: request.media, seconds };
}
