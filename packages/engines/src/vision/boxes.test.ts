import type { Box } from '@filemill/core';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipBox, intersectionOverUnion, suppressOverlaps } from './boxes.ts';

test('intersection over union', () => {
  const square: Box = [0.25, 0.25, 0.5, 0.5];
  assert.equal(intersectionOverUnion(square, square), 1);
  assert.equal(intersectionOverUnion(square, [0.75, 0.25, 0.25, 0.5]), 0, 'they only touch');
  assert.equal(intersectionOverUnion(square, [0.5, 0.25, 0.5, 0.5]), 1 / 3);
  assert.equal(intersectionOverUnion(square, [0.25, 0.25, 0.25, 0.5]), 1 / 2, 'one inside the other');
});

test('of overlapping things the surest stays, wherever it stands in the list', () => {
  const thing = (box: Box, confidence: number) => ({ box, confidence });
  const weak = thing([0.1, 0.1, 0.4, 0.4], 0.4);
  const sure = thing([0.12, 0.1, 0.4, 0.4], 0.9);
  const apart = thing([0.6, 0.6, 0.2, 0.2], 0.5);
  assert.deepEqual(suppressOverlaps([weak, apart, sure], 0.5), [sure, apart]);
  assert.deepEqual(suppressOverlaps([weak, apart, sure], 0.95), [sure, apart, weak]);
});

test('boxes are cut to the picture', () => {
  assert.deepEqual(clipBox([-0.25, 0.5, 0.5, 0.75]), [0, 0.5, 0.25, 0.5]);
  assert.deepEqual(clipBox([0.25, 0.25, 0.5, 0.5]), [0.25, 0.25, 0.5, 0.5]);
  assert.deepEqual(clipBox([1.25, 0, 0.5, 0.5]), [1, 0, 0, 0.5]);
});
