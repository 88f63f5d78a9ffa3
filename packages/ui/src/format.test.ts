import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatBytes,
  formatDuration,
  formatItems,
  formatRelative,
  formatTimestamp,
  splitName,
} from './format.ts';

test('bytes carry one decimal only below ten and never show 1000 of a unit', () => {
  const cases: [number, string][] = [
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 KB'],
    [12_400, '12 KB'],
    [999_499, '999 KB'],
    [999_600, '1.0 MB'],
    [3_440_000, '3.4 MB'],
    [50_000_000_000, '50 GB'],
  ];
  for (const [bytes, text] of cases) assert.equal(formatBytes(bytes), text);
});

test('durations name two units at most', () => {
  const cases: [number, string][] = [
    [0.2, 'under a second'],
    [42.4, '42 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [600, '10 min'],
    [3_599, '1 h'],
    [5_040, '1 h 24 min'],
  ];
  for (const [seconds, text] of cases) assert.equal(formatDuration(seconds), text);
});

test('timestamps count up from minutes to hours', () => {
  assert.equal(formatTimestamp(7.9), '0:07');
  assert.equal(formatTimestamp(754), '12:34');
  assert.equal(formatTimestamp(3_723), '1:02:03');
});

test('relative times look both ways', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  assert.equal(formatRelative('2026-03-10T11:59:58Z', now), 'just now');
  assert.equal(formatRelative('2026-03-10T11:57:00Z', now), '3 minutes ago');
  assert.equal(formatRelative('2026-03-09T11:00:00Z', now), 'yesterday');
  assert.equal(formatRelative('2026-03-11T11:00:00Z', now), 'in 23 hours');
});

test('items agree with their number', () => {
  assert.equal(formatItems(1, 'file'), '1 file');
  assert.equal(formatItems(12_345, 'file'), '12,345 files');
  assert.equal(formatItems(2, 'analysis', 'analyses'), '2 analyses');
});

test('names split into folder and base', () => {
  assert.deepEqual(splitName('a/b/c.pdf'), { folder: 'a/b/', base: 'c.pdf' });
  assert.deepEqual(splitName('c.pdf'), { folder: '', base: 'c.pdf' });
});
