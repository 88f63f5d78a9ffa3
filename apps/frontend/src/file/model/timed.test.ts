import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastStarted } from './timed.ts';

const pieces = [0.5, 1, 2, 7].map((start) => ({ anchor: { start } }));

test('a piece is current until the next one begins', () => {
  assert.deepEqual(
    [0, 0.5, 0.99, 1, 6.9, 100].map((time) => lastStarted(pieces, time)),
    [-1, 0, 0, 1, 2, 3],
  );
});

test('nothing is current where nothing is', () => {
  assert.equal(lastStarted([], 3), -1);
});
