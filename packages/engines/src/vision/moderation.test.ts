import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from './moderation.ts';

/** Probabilities of drawing, explicit drawing, neutral, explicit nudity, suggestive. */
type Look = [number, number, number, number, number];

const NEUTRAL: Look = [0.02, 0.01, 0.94, 0.02, 0.01];
const EXPLICIT: Look = [0, 0.01, 0.01, 0.96, 0.02];
const SUGGESTIVE: Look = [0, 0.01, 0.03, 0.01, 0.95];

const summary = (first: Look, second: Look) =>
  judge(first, second).map(({ category, severity, confidence }) => [category, severity, confidence]);

test('only what both looks at a picture say is reported, with the lesser confidence', () => {
  assert.deepEqual(summary(EXPLICIT, EXPLICIT), [['explicit nudity', 'flag', 0.96]]);
  assert.deepEqual(summary(EXPLICIT, [0, 0, 0.3, 0.7, 0]), [['explicit nudity', 'hint', 0.7]]);
  assert.deepEqual(summary(EXPLICIT, NEUTRAL), []);
  assert.deepEqual(summary(EXPLICIT, SUGGESTIVE), []);
});

test('suggestive is a hint, however sure the net is', () => {
  assert.deepEqual(summary(SUGGESTIVE, SUGGESTIVE), [['suggestive', 'hint', 0.95]]);
});
