import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stableUrl } from './stable-url.ts';

test('an object keeps its first address for minutes, then takes a fresh one', () => {
  assert.equal(stableUrl('/s3/a?sig=1', 0), '/s3/a?sig=1');
  assert.equal(stableUrl('/s3/a?sig=2', 60_000), '/s3/a?sig=1');
  assert.equal(stableUrl('/s3/b?sig=3', 60_000), '/s3/b?sig=3');
  assert.equal(stableUrl('/s3/a?sig=4', 5 * 60_000), '/s3/a?sig=4');
});
