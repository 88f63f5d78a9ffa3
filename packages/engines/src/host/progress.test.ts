import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Progress } from '@filemill/core';
import { mergeProgress } from './progress.ts';

test('a lone part keeps its unit, and never goes back', () => {
  const seen: Progress[] = [];
  const [report] = mergeProgress(1, (progress) => seen.push(progress));
  report?.({ done: 2, total: 4, unit: 'pages', note: 'two' });
  report?.({ done: 1, total: 4, unit: 'pages', note: 'one' });
  assert.deepEqual(seen, [
    { done: 2, total: 4, unit: 'pages', note: 'two' },
    { done: 2, total: 4, unit: 'pages', note: 'one' },
  ]);
});

test('several parts count alike, and a total that grows takes nothing back', () => {
  const seen: number[] = [];
  const [speech, vision] = mergeProgress(2, ({ done, total }) => seen.push(done / total));
  speech?.({ done: 30, total: 60, unit: 'seconds', note: '' });
  vision?.({ done: 1, total: 2, unit: 'frames', note: '' });
  vision?.({ done: 2, total: 8, unit: 'frames', note: '' });
  speech?.({ done: 60, total: 60, unit: 'seconds', note: '' });
  vision?.({ done: 8, total: 8, unit: 'frames', note: '' });
  assert.deepEqual(seen, [0.25, 0.5, 0.5, 0.625, 1]);
});
