import { METRICS, type Sample } from '@filemill/core';

/** Tells what of the samples has come about since it was asked last, so that only that is written. */
export function createUnwritten(): { take(samples: Iterable<Readonly<Sample>>): Sample[] } {
  const written = new Map<Readonly<Sample>, { value: number; buckets?: number[] }>();

  function since(sample: Readonly<Sample>): Sample | undefined {
    const before = written.get(sample);
    const { name, labels, value, buckets } = sample;
    written.set(sample, { value, ...(buckets && { buckets: [...buckets] }) });
    if (METRICS[name].kind === 'gauge') return value === before?.value ? undefined : { name, labels, value };
    const added = { name, labels, value: value - (before?.value ?? 0) };
    if (!buckets) return added.value === 0 ? undefined : added;
    const counts = buckets.map((n, i) => n - (before?.buckets?.[i] ?? 0));
    return counts.some((n) => n > 0) ? { ...added, buckets: counts } : undefined;
  }

  return { take: (samples) => Array.from(samples, since).filter((sample) => sample !== undefined) };
}
