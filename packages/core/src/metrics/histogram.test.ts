import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUCKET_SECONDS } from '../metrics.ts';
import { bucketOf, quantile } from './histogram.ts';

function bucketsOf(values: number[]): number[] {
  const buckets = Array.from({ length: BUCKET_SECONDS.length + 1 }, () => 0);
  for (const value of values) buckets[bucketOf(value)]!++;
  return buckets;
}

test('bounds grow, so that a bucket is found by halving', () => {
  assert.deepEqual(
    BUCKET_SECONDS,
    BUCKET_SECONDS.toSorted((a, b) => a - b),
  );
  for (const [i, bound] of BUCKET_SECONDS.entries()) {
    assert.equal(bucketOf(bound), i);
    assert.equal(bucketOf(bound * 1.0001), i + 1);
  }
});

test('a quantile lies in the bucket of the value that it stands for', () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i + 1) / 100); // 0.01 s … 10 s, evenly
  const buckets = bucketsOf(values);
  for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
    assert.equal(bucketOf(quantile(buckets, share)!), bucketOf(share * 10), `p${share * 100}`);
  }
  assert.ok(Math.abs(quantile(buckets, 0.5)! - 5) < 0.1, 'evenly spread values are told nearly exactly');
});

test('no values have no quantile; those past the last bound are told as the bound', () => {
  assert.equal(quantile(bucketsOf([]), 0.5), undefined);
  assert.equal(quantile(bucketsOf([1e9]), 0.5), BUCKET_SECONDS.at(-1));
});
