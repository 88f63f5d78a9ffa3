import type { LabelsOf, MetricName, MetricOf } from '../metrics.ts';

/**
 * Where what is measured goes. Recording is cheap, returns at once and never throws; what was recorded since the last
 * flush is lost with the process, so a metric is for watching and never for deciding. Names and labels are those of
 * the catalogue (metrics.ts), so that CloudWatch's EMF and Prometheus can carry them as they are.
 */
export interface Metrics {
  /** Adds to a counter, 1 by default. What isn't a finite number above 0 is left out. */
  count<N extends MetricOf<'counter'>>(name: N, labels: LabelsOf<N>, by?: number): void;
  /** Sets a gauge. What isn't a finite number is left out. */
  gauge<N extends MetricOf<'gauge'>>(name: N, labels: LabelsOf<N>, value: number): void;
  /** Adds a value to a histogram, in seconds. What isn't a finite number is left out; below 0 counts as 0. */
  observe<N extends MetricOf<'histogram'>>(name: N, labels: LabelsOf<N>, seconds: number): void;
}

/** What was recorded, read back: by dashboards. Reads lag behind by a flush, a minute at most. */
export interface MetricHistory {
  /** The series of one metric, with a point for each minute in which something was recorded or changed. */
  read(query: MetricQuery): Promise<MetricSeries[]>;
}

export interface MetricQuery {
  name: MetricName;
  /** ISO 8601; minutes from the one that `from` is in up to, and without, that of `to`. */
  from: string;
  to: string;
}

export interface MetricSeries {
  labels: Record<string, string>;
  /** In the order of time. */
  points: MetricPoint[];
}

export interface MetricPoint {
  /** Beginning of the minute, ISO 8601. */
  at: string;
  /** Of a counter: how much was added in the minute. Of a gauge: its last value. Of a histogram: the sum of values. */
  value: number;
  /** Of a histogram: how many values fell into each bucket, the last above the last bound (BUCKET_SECONDS). */
  buckets?: number[];
}
