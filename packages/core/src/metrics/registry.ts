import { BUCKET_SECONDS, METRICS, type MetricName } from '../metrics.ts';
import type { Metrics } from '../ports/metrics.ts';
import { bucketOf } from './histogram.ts';

/** One metric under one set of labels, since the process began. */
export interface Sample {
  name: MetricName;
  labels: Record<string, string>;
  /** Of a counter: the total; of a gauge: its value; of a histogram: the sum of values. */
  value: number;
  /** Of a histogram: how many values fell into each bucket. */
  buckets?: number[];
}

export interface MetricRegistry extends Metrics {
  /** All samples, in the catalogue's order; live: they change as more is recorded. */
  samples(): Iterable<Readonly<Sample>>;
}

/** Series of one metric at most: should a label ever take any value, memory stays bounded and the rest is left out. */
const SERIES_OF_A_METRIC = 1_000;

/** What is recorded, summed up in memory: a look-up in a map and an addition each. */
export function createMetricRegistry(): MetricRegistry {
  const metrics = new Map<MetricName, Map<string, Sample>>(
    Object.keys(METRICS).map((name) => [name as MetricName, new Map()]),
  );

  function sampleOf(name: MetricName, labels: Record<string, string>): Sample | undefined {
    const series = metrics.get(name)!;
    let key = '';
    for (const label of METRICS[name].labels) key += `${labels[label]}\0`;
    const known = series.get(key);
    if (known || series.size === SERIES_OF_A_METRIC) return known;
    const isHistogram = METRICS[name].kind === 'histogram';
    const sample: Sample = {
      name,
      labels: Object.fromEntries(METRICS[name].labels.map((label) => [label, String(labels[label])])),
      value: 0,
      ...(isHistogram && { buckets: Array.from({ length: BUCKET_SECONDS.length + 1 }, () => 0) }),
    };
    series.set(key, sample);
    return sample;
  }

  return {
    count(name, labels, by = 1) {
      const sample = by > 0 && Number.isFinite(by) && sampleOf(name, labels);
      if (sample) sample.value += by;
    },
    gauge(name, labels, value) {
      const sample = Number.isFinite(value) && sampleOf(name, labels);
      if (sample) sample.value = value;
    },
    observe(name, labels, seconds) {
      const sample = Number.isFinite(seconds) && sampleOf(name, labels);
      if (!sample) return;
      const value = Math.max(0, seconds);
      sample.value += value;
      sample.buckets![bucketOf(value)]!++;
    },
    *samples() {
      for (const series of metrics.values()) yield* series.values();
    },
  };
}
