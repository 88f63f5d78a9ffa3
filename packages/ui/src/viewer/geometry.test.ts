import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxBetween, insideBox, itemAt, rotateBox, unionBox, type Box } from './geometry.ts';

const close = (actual: Box, expected: Box) =>
  actual.forEach((n, i) => assert.ok(Math.abs(n - expected[i]!) < 1e-9, `${actual} is not ${expected}`));

test('a quarter turn clockwise takes the top left corner to the top right', () => {
  close(rotateBox([0, 0, 0.2, 0.1], 90), [0.9, 0, 0.1, 0.2]);
  close(rotateBox([0, 0, 0.2, 0.1], 270), [0, 0.8, 0.1, 0.2]);
  close(rotateBox([0, 0, 0.2, 0.1], 180), [0.8, 0.9, 0.2, 0.1]);
});

test('four quarter turns lead back', () => {
  const box: Box = [0.1, 0.2, 0.3, 0.4];
  close(rotateBox(rotateBox(rotateBox(rotateBox(box, 90), 90), 90), 90), box);
  close(rotateBox(rotateBox(box, 90), 270), box);
});

test('the smallest box under the pointer wins', () => {
  const line = { id: 'line', box: [0, 0, 1, 0.1] as Box };
  const word = { id: 'word', box: [0.2, 0, 0.1, 0.1] as Box };
  assert.equal(itemAt([line, word], 0.25, 0.05), word);
  assert.equal(itemAt([line, word], 0.8, 0.05), line);
  assert.equal(itemAt([line, word], 0.8, 0.5), undefined);
});

test('an area takes what has its centre inside', () => {
  const a = { box: [0.1, 0.1, 0.1, 0.1] as Box };
  const b = { box: [0.5, 0.5, 0.2, 0.2] as Box };
  assert.deepEqual(insideBox([a, b], boxBetween(0.55, 0.55, 0, 0)), [a]);
  assert.deepEqual(insideBox([a, b], boxBetween(0, 0, 0.65, 0.65)), [a, b]);
});

test('the union spans all', () => {
  assert.equal(unionBox([]), undefined);
  close(
    unionBox([
      [0.1, 0.1, 0.1, 0.1],
      [0.5, 0.4, 0.2, 0.2],
    ])!,
    [0.1, 0.1, 0.6, 0.5],
  );
});
