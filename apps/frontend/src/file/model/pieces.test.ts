import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line, TextPage } from '@filemill/rpc/client';
import { pageItems, pageOfPiece, videoItems } from './pieces.ts';
import { plainText, tabsOf, type Results } from './results.ts';

const header = {
  schema: 'filemill.result/1' as const,
  engine: { name: 'e', version: '1' },
  models: [],
  options: {},
  media: { kind: 'image' as const, mediaType: 'image/png', size: 1, sha256: '0'.repeat(64) },
  seconds: 1,
};

const line: Line = {
  text: 'Total 12',
  anchor: { page: 1, box: [0.1, 0.1, 0.4, 0.05] },
  confidence: 0.9,
  words: [
    { text: 'Total', anchor: { page: 1, box: [0.1, 0.1, 0.2, 0.05] }, confidence: 0.9 },
    { text: '12', anchor: { page: 1, box: [0.4, 0.1, 0.1, 0.05] }, confidence: 0.4 },
  ],
};

const page: TextPage = {
  page: 1,
  width: 100,
  height: 200,
  rotation: 90,
  source: 'ocr',
  confidence: 0.9,
  text: 'Total 12\n',
  blocks: [{ type: 'paragraph', anchor: line.anchor, confidence: 0.9, lines: [line] }],
  tables: [],
  fields: [{ key: 'Total', value: '12', anchor: line.words[1]!.anchor, confidence: 0.9, source: 'layout' }],
};

const results: Results = {
  text: { ...header, analysis: 'text', pages: [page] },
  labels: {
    ...header,
    analysis: 'labels',
    labels: [{ name: 'paper', confidence: 0.8, anchor: { box: [0, 0, 0.2, 0.1] } }],
  },
  moderation: { ...header, analysis: 'moderation', flags: [] },
};

test('only tabs with something to show exist', () => {
  assert.deepEqual(tabsOf(results), ['text', 'fields', 'labels', 'json', 'history']);
  assert.deepEqual(tabsOf({}), ['history']);
});

test('lines and words have boxes and ids that tell their page', () => {
  const items = pageItems(results, 'text', 1);
  assert.deepEqual(
    items.map(({ id, look }) => [id, look]),
    [
      ['1/line/0/0', 'none'],
      ['1/word/0/0/0', 'tint'],
      ['1/word/0/0/1', 'tint'],
    ],
  );
  assert.equal(pageOfPiece(items[0]!.id), 1);
  assert.deepEqual(pageItems(results, 'text', 2), []);
});

test('boxes of a picture follow the page when it is turned upright', () => {
  const [label] = pageItems(results, 'labels', 1);
  assert.deepEqual(
    label?.box.map((n) => Number(n.toFixed(3))),
    [0.9, 0, 0.1, 0.2],
  );
});

test('a video shows what is there at the time, single frames for a moment', () => {
  const anchor = { start: 3, end: 3, box: [0.1, 0.1, 0.2, 0.2] as [number, number, number, number] };
  const video: Results = {
    labels: { ...header, analysis: 'labels', labels: [{ name: 'cat', confidence: 1, anchor }] },
  };
  assert.equal(videoItems(video, 'labels', 2).length, 0);
  assert.equal(videoItems(video, 'labels', 3.2)[0]?.caption, 'cat');
  assert.equal(videoItems(video, 'labels', 3.8).length, 0);
});

test('plain text parts pages', () => {
  assert.equal(
    plainText({ analysis: 'text', pages: [page, { ...page, page: 2 }] }),
    'Total 12\n\f\nTotal 12',
  );
});
