import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soundOf } from '../media/wav.fixture.ts';
import { createLogMel } from './mel.ts';

/** Two seconds: a steady tone and one that rises, so that every place in the spectrogram has a value of its own. */
const sound = soundOf(
  2,
  (t) => 0.4 * Math.sin(2 * Math.PI * 440 * t) + 0.2 * Math.sin(2 * Math.PI * (1000 + 500 * t) * t),
);

test("equals OpenAI's log_mel_spectrogram, computed step by step with a plain DFT", () => {
  const mel = createLogMel(80)(sound);
  assert.equal(mel.length, 80 * 3000);
  const golden: [frame: number, row: number, value: number][] = [
    [0, 12, 1.27771], // mirrored before the start
    [0, 40, 0.57645],
    [1, 12, 1.24864],
    [50, 5, -0.61024], // as quiet as is told apart
    [50, 11, 1.38975], // the steady tone
    [50, 30, -0.35127], // the rising tone's skirt
    [199, 12, 1.24707],
    [199, 60, -0.11927], // where the sound breaks off, all rows are heard
    [1500, 40, -0.61024], // silence after it
  ];
  for (const [frame, row, value] of golden) {
    assert.ok(Math.abs(mel[row * 3000 + frame]! - value) < 1e-4, `frame ${frame}, row ${row}`);
  }
});

test('silence is the same everywhere', () => {
  const mel = createLogMel(80)(new Float32Array(16_000));
  assert.deepEqual(new Set(mel), new Set([-1.5]));
});

test('serves models with more rows', () => {
  assert.equal(createLogMel(128)(sound).length, 128 * 3000);
});
