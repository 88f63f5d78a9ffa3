import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateTimeLeft, formatTimeLeft } from './estimate.ts';

test('says nothing before it has seen enough', () => {
  assert.equal(estimateTimeLeft([]), undefined);
  assert.equal(estimateTimeLeft([{ at: 0, share: 0 }]), undefined);
  assert.equal(
    estimateTimeLeft([
      { at: 0, share: 0.2 },
      { at: 9_000, share: 0.2 },
    ]),
    undefined,
  );
});

test('holds the true time of a steady pace within its range', () => {
  const left = estimateTimeLeft([
    { at: 0, share: 0 },
    { at: 50_000, share: 0.5 },
  ]);
  assert.ok(left && left.low < 50 && left.high > 50);
});

test('spans the overall and the recent pace when the work slows down', () => {
  const left = estimateTimeLeft([
    { at: 0, share: 0 },
    { at: 60_000, share: 0.6 },
    { at: 120_000, share: 0.7 },
  ]);
  // Overall 0.7 in 120 s leaves 51 s; the last minute's 0.1 leaves 180 s.
  assert.ok(left && left.low < 51 && left.high > 180);
});

test('ranges share one unit', () => {
  assert.equal(formatTimeLeft({ low: 1, high: 3 }), 'a few seconds left');
  assert.equal(formatTimeLeft({ low: 22, high: 38 }), '20–40 s left');
  assert.equal(formatTimeLeft({ low: 110, high: 200 }), '2–4 min left');
  assert.equal(formatTimeLeft({ low: 115, high: 119 }), 'about 2 min left');
  assert.equal(formatTimeLeft({ low: 4_000, high: 7_000 }), '1–2 h left');
});
