import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSceneCutter, thumbnail } from './scenes.ts';

const SIZE = 64;

test('the first frame that shows something, each new scene, and one every ten seconds are chosen', () => {
  const frames = [
    ...repeat(grey(0), 4), // black from 0 to 2 s
    ...repeat(grey(90), 26), // a still scene from 2 to 15 s
    ...repeat(grey(180), 4), // a cut at 15 s
    ...repeat(grey(0), 4),
  ];
  assert.deepEqual(chosenTimes(frames), [2, 12, 15]);
});

test('a small thing that moves is no new scene', () => {
  const frames = Array.from({ length: 12 }, (_, i) => grey(120, { x: i * 4, size: 12, level: 250 }));
  assert.deepEqual(chosenTimes(frames), [0]);
});

test('however fast scenes change, no more than one frame a second is chosen', () => {
  const frames = Array.from({ length: 20 }, (_, i) => grey(i % 2 === 0 ? 40 : 200));
  const times = chosenTimes(frames);
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  assert.ok(
    gaps.every((gap) => gap >= 1),
    String(times),
  );
});

/** Frames come at two a second. */
function chosenTimes(frames: Uint8Array[]): number[] {
  const startsScene = createSceneCutter();
  return frames
    .map((_, i) => i / 2)
    .filter((time, i) => startsScene(time, thumbnail(frames[i]!, SIZE, SIZE)));
}

function grey(level: number, thing?: { x: number; size: number; level: number }): Uint8Array {
  const rgb = new Uint8Array(SIZE * SIZE * 3).fill(level);
  if (!thing) return rgb;
  for (let y = 0; y < thing.size; y++) {
    const start = (y * SIZE + thing.x) * 3;
    rgb.fill(thing.level, start, start + thing.size * 3);
  }
  return rgb;
}

function repeat<T>(value: T, times: number): T[] {
  return Array.from({ length: times }, () => value);
}
