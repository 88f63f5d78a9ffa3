import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment } from '@filemill/rpc/client';
import type { Results } from '../model/results.ts';
import { marksOf } from './marks.ts';

const segment = (start: number, end: number): Segment => ({
  text: '',
  anchor: { start, end },
  confidence: 1,
  words: [],
});
const results = { transcript: { segments: [segment(20, 30), segment(0, 10), segment(10.1, 15)] } } as Results;

test('spans that touch are one mark, in shares of the length', () => {
  assert.deepEqual(marksOf(results, 'transcript', 100), [
    { start: 0, width: 0.15 },
    { start: 0.2, width: 0.1 },
  ]);
});

test('a recording of unknown length has no marks', () => {
  assert.deepEqual(marksOf(results, 'transcript', 0), []);
});
