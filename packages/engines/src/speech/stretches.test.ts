import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StretchFinder, type Stretch } from './stretches.ts';

/** Frames of 32 ms: nine make the padding, and as many end a stretch. */
const PADDING = 9;

test('speech is found with a little of what is around it', () => {
  assert.deepEqual(find([...silent(50), ...spoken(30), ...silent(50)]), [
    { start: 50 - PADDING, end: 80 + PADDING },
  ]);
});

test('a click is no speech', () => {
  assert.deepEqual(find([...silent(50), ...spoken(3), ...silent(50)]), []);
});

test('a voice that wavers or takes a breath goes on', () => {
  const stretches = find([
    ...spoken(20),
    ...silent(5),
    ...Array<number>(20).fill(0.4),
    ...spoken(20),
    ...silent(20),
  ]);
  assert.deepEqual(stretches, [{ start: 0, end: 65 + PADDING }]);
});

test('stretches share no frame', () => {
  const stretches = find([...spoken(20), ...silent(12), ...spoken(20), ...silent(20)]);
  assert.deepEqual(stretches, [
    { start: 0, end: 29 },
    { start: 29, end: 61 },
  ]);
});

test('the end of the recording ends a stretch', () => {
  assert.deepEqual(find([...silent(20), ...spoken(20)]), [{ start: 11, end: 40 }]);
  assert.deepEqual(find([...silent(20), ...spoken(20), ...silent(3)]), [{ start: 11, end: 43 }]);
});

test('speech without a pause is cut where it is least like speech, and nothing of it is lost', () => {
  const minute = spoken(1875);
  minute[700] = 0.6;
  const stretches = find(minute);
  assert.equal(stretches[0]!.end, 700);
  assert.equal(stretches.at(-1)!.end, minute.length);
  for (const [i, { start, end }] of stretches.entries()) {
    assert.equal(start, stretches[i - 1]?.end ?? 0);
    assert.ok((end - start) * 0.032 <= 28.7);
  }
});

function find(probabilities: number[]): Stretch[] {
  const finder = new StretchFinder();
  const found: Stretch[] = [];
  for (const probability of probabilities) {
    const pendingFrom = finder.pendingFrom;
    const stretches = finder.push(probability);
    for (const { start } of stretches)
      assert.ok(start >= pendingFrom, 'a part of it may be forgotten already');
    found.push(...stretches);
  }
  return [...found, ...finder.flush()];
}

function silent(frames: number): number[] {
  return Array<number>(frames).fill(0.02);
}

function spoken(frames: number): number[] {
  return Array<number>(frames).fill(0.9);
}
