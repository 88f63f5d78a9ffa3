import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { TextPage } from '@filemill/core';
import { readTextPages, writeTextResult } from './result-file.ts';
import type { RoomRequest } from './room.ts';

const outDir = await mkdtemp(join(tmpdir(), 'filemill-result-'));
after(() => rm(outDir, { recursive: true }));

const request: RoomRequest = {
  path: '/unused',
  name: 'unused',
  media: { kind: 'document', mediaType: 'text/plain', size: 1, sha256: '0'.repeat(64) },
  analyses: ['text'],
  options: {},
  outDir,
};
const made = () => ({ engine: { name: 'test', version: '1' }, models: [] });

test('pages that were written are read back one by one, whatever their text holds', async () => {
  const texts = ['plain', 'two\nlines', 'a line separator \u2028 and "quotes"],', '', 'ü'.repeat(100_000)];
  const pages = texts.map((text, i): TextPage => page(i + 1, text));
  const { path } = await writeTextResult(request, stream(pages), made);
  assert.deepEqual(await collect(readTextPages(path)), pages);
});

test('a document without pages has none', async () => {
  const { path } = await writeTextResult(request, stream([]), made);
  assert.deepEqual(await collect(readTextPages(path)), []);
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function* stream<T>(items: T[]): AsyncGenerator<T> {
  yield* items;
}

function page(number: number, text: string): TextPage {
  const layout = { width: 0, height: 0, rotation: 0, source: 'content', confidence: 1 } as const;
  return { page: number, text, ...layout, blocks: [], tables: [], fields: [] };
}
