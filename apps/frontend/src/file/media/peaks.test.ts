import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peaksOf } from './peaks.ts';

test('peaks are the loudest of their part, relative to the loudest of all', () => {
  assert.deepEqual(peaksOf([0, 0.1, -0.4, 0.2, 0, 0.05], 3), [0.25, 1, 0.125]);
});

test('silence stays silent', () => {
  assert.deepEqual(peaksOf([0, 0, 0, 0], 2), [0, 0]);
});

test('there may be more parts than samples', () => {
  assert.equal(peaksOf([1, 1], 5).length, 5);
});
