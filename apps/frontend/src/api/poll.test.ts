import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pollInterval } from './poll.ts';

test('asks quickly while data changes, backs off while it stays, rests in the background', () => {
  const data = {};
  assert.equal(pollInterval(data, 0, false), 1_000);
  assert.equal(pollInterval(data, 6_000, false), 2_000);
  assert.equal(pollInterval(data, 600_000, false), 10_000);
  assert.equal(pollInterval({}, 600_000, false), 1_000);
  assert.equal(pollInterval(data, 600_000, true), 20_000);
});
