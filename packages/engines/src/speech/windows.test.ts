import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inRecording, speechWindows, type SpeechWindow } from './windows.ts';

const RATE = 16_000;

test('speech is packed without the silence between, and every sample knows its place', async () => {
  const windows = await pack(60, [
    [2, 6],
    [14, 20],
  ]);
  assert.equal(windows.length, 1);
  const { samples, pieces } = windows[0]!;
  assert.equal(pieces.length, 2);
  for (const { at, start, length } of pieces) {
    assert.deepEqual(samples.subarray(at, at + length), sound(start, length));
  }
  assert.ok(samples.length < 11.5 * RATE, `${samples.length / RATE} s`);
});

test('no window is longer than 30 s, none holds speech of far apart times, and no speech is lost', async () => {
  const spoken: [number, number][] = [
    [0, 100],
    [101, 112],
    [113, 124],
    [170, 172],
    [299, 300],
  ];
  const windows = await pack(300, spoken);
  for (const { samples, pieces } of windows) {
    assert.ok(samples.length <= 30 * RATE);
    for (const [i, { start }] of pieces.entries()) {
      const before = pieces[i - 1];
      assert.ok(!before || start - before.start - before.length < 25 * RATE);
    }
  }
  const pieces = windows.flatMap((window) => window.pieces);
  for (const [from, to] of spoken) {
    for (let second = from + 0.1; second < to; second += 0.5) {
      const holding = pieces.filter(
        ({ start, length }) => start <= second * RATE && second * RATE < start + length,
      );
      assert.equal(holding.length, 1, `second ${second}`);
    }
  }
});

test('silence gives no window, and says how far it reaches', async () => {
  const told: number[] = [];
  assert.deepEqual(await pack(30, [], (seconds) => told.push(seconds)), []);
  assert.ok(told.at(-1)! > 29);
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  );
});

test('a word at a seam belongs to the piece that holds most of it', () => {
  const window: SpeechWindow = {
    samples: new Float32Array(5 * RATE),
    pieces: [
      { at: 0, start: 10 * RATE, length: 2 * RATE },
      { at: 2 * RATE, start: 60 * RATE, length: 3 * RATE },
    ],
  };
  assert.deepEqual(inRecording(window, { start: 0.5, end: 1 }), { start: 10.5, end: 11 });
  assert.deepEqual(inRecording(window, { start: 1.5, end: 2.1 }), { start: 11.5, end: 12 });
  assert.deepEqual(inRecording(window, { start: 1.9, end: 2.5 }), { start: 60, end: 60.5 });
  assert.deepEqual(inRecording(window, { start: 4.9, end: 5.2 }), { start: 62.9, end: 63 });
});

/** A recording in which a frame that begins in one of the `spoken` spans (in seconds) is speech. */
async function pack(
  seconds: number,
  spoken: [number, number][],
  onSilence: (seconds: number) => void = () => {},
): Promise<SpeechWindow[]> {
  let frame = 0;
  const hear = async (samples: Float32Array) =>
    Array.from({ length: samples.length / 512 }, () => {
      const second = (frame++ * 512) / RATE;
      return spoken.some(([from, to]) => from <= second && second < to) ? 0.9 : 0.01;
    });
  const audio = async function* () {
    // Not a multiple of a frame, as the chunks of a recording are not.
    for (let at = 0; at < seconds * RATE; at += RATE) yield sound(at, RATE);
  };
  return Array.fromAsync(speechWindows(audio(), { hear, onSilence }));
}

/** Samples that differ from each other, from the place `start` on. */
function sound(start: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => (start + i) / 2 ** 24);
}
