import { BUCKET_SECONDS } from '../metrics.ts';

/** The bucket of a value: the first whose upper bound is not below it, or the one after the last. */
export function bucketOf(seconds: number): number {
  let low = 0;
  let high: number = BUCKET_SECONDS.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (seconds <= BUCKET_SECONDS[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The value that a share of all values is not above, such as 0.99, as if each bucket's values lay evenly between its
 * bounds. Undefined of an empty histogram; of values above the last bound no more is known than the bound.
 */
export function quantile(buckets: readonly number[], share: number): number | undefined {
  const total = buckets.reduce((sum, n) => sum + n, 0);
  if (total === 0) return undefined;
  const rank = share * total;
  let below = 0;
  for (const [i, n] of buckets.entries()) {
    if (n > 0 && below + n >= rank) {
      const from = BUCKET_SECONDS[i - 1] ?? 0;
      const to = BUCKET_SECONDS[i] ?? from;
      return from + ((to - from) * Math.max(0, rank - below)) / n;
    }
    below += n;
  }
  return BUCKET_SECONDS.at(-1);
}
