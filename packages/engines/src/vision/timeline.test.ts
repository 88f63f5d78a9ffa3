import type { Box } from '@filemill/core';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTimeline } from './timeline.ts';

interface Thing {
  name: string;
  box: Box;
  confidence: number;
}

const LEFT: Box = [0.1, 0.2, 0.3, 0.6];
const RIGHT: Box = [0.6, 0.2, 0.3, 0.6];

const timeline = (minOverlap = 0) => createTimeline<Thing>((a, b) => a.name === b.name, minOverlap);
const thing = (name: string, box: Box, confidence = 0.5): Thing => ({ name, box, confidence });
const seconds = (start: number, end: number) => ({ start, end });

test('a thing in successive frames is one span, with the box where it was seen best', () => {
  const t = timeline();
  t.add(seconds(0, 4), [thing('dog', LEFT, 0.5)]);
  t.add(seconds(4, 6), [thing('dog', RIGHT, 0.8), thing('cat', LEFT)]);
  t.add(seconds(6, 9), [thing('dog', LEFT, 0.6)]);
  assert.deepEqual(
    t.spans().map(({ found, anchor }) => [found.name, found.confidence, anchor]),
    [
      ['dog', 0.8, { start: 0, end: 9, box: RIGHT }],
      ['cat', 0.5, { start: 4, end: 6, box: LEFT }],
    ],
  );
});

test('a thing that is gone for a frame, or for a stretch without a frame, begins a new span', () => {
  const t = timeline();
  t.add(seconds(0, 2), [thing('dog', LEFT)]);
  t.add(seconds(2, 4), []);
  t.add(seconds(4, 6), [thing('dog', LEFT)]);
  t.add(seconds(9, 10), [thing('dog', LEFT)]);
  assert.deepEqual(
    t.spans().map(({ anchor }) => [anchor.start, anchor.end]),
    [
      [0, 2],
      [4, 6],
      [9, 10],
    ],
  );
});

test('two things of a kind stay two, each continued by the sighting that is nearest', () => {
  const t = timeline();
  t.add(seconds(0, 1), [thing('person', LEFT, 0.7), thing('person', RIGHT, 0.6)]);
  t.add(seconds(1, 2), [thing('person', RIGHT, 0.9), thing('person', LEFT, 0.4), thing('person', LEFT, 0.3)]);
  assert.deepEqual(
    t.spans().map(({ found, anchor }) => [anchor.start, anchor.end, found.box, found.confidence]),
    [
      [0, 2, LEFT, 0.7],
      [0, 2, RIGHT, 0.9],
      [1, 2, LEFT, 0.3],
    ],
  );
});

test('with a least overlap, a box elsewhere is another thing', () => {
  const t = timeline(0.2);
  t.add(seconds(0, 1), [thing('face', LEFT)]);
  t.add(seconds(1, 2), [thing('face', RIGHT)]);
  assert.equal(t.spans().length, 2);
});
