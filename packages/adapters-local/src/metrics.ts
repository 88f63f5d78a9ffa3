import {
  createMetricRegistry,
  iso,
  type Clock,
  type Log,
  type MetricHistory,
  type MetricRegistry,
} from '@filemill/core';
import type { Database } from './database.ts';
import { createMetricRows } from './metrics/rows.ts';
import { createUnwritten } from './metrics/unwritten.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Between two looks for points that are too old. */
const PRUNE_EVERY = 60;

export interface LocalMetricsOptions {
  clock: Clock;
  log: Log;
  /** How long points are kept. Default 30. */
  days?: number;
}

export interface LocalMetrics extends MetricRegistry, MetricHistory {
  /** Writes what was recorded since the last flush. */
  flush(): Promise<void>;
  /** Flushes once a minute from now on. */
  start(): void;
  /** Flushes a last time. */
  stop(): Promise<void>;
}

/**
 * Metrics as time series in SQLite, a point a minute. What is recorded is summed up in memory and written once a minute
 * in one transaction of a few dozen rows, however much it was: a kill loses the last minute of metrics, never more. A
 * series in which nothing happened writes nothing.
 */
export function createMetrics(db: Database, { clock, log, days = 30 }: LocalMetricsOptions): LocalMetrics {
  const registry = createMetricRegistry();
  const rows = createMetricRows(db);
  const unwritten = createUnwritten();
  let timer: NodeJS.Timeout | undefined;
  let flushes = 0;

  async function flush(): Promise<void> {
    const now = clock.now();
    const points = unwritten.take(registry.samples());
    const prune = flushes++ % PRUNE_EVERY === 0;
    if (points.length === 0 && !prune) return;
    try {
      await db.write(() => {
        const minute = Math.floor(now / MINUTE);
        for (const point of points) rows.add(minute, point);
        if (prune) rows.prune(Math.floor((now - days * DAY) / MINUTE));
      });
    } catch (error) {
      log.error('metrics.failed', { points: points.length, error: String(error) }); // the path goes on without them
    }
  }

  return {
    ...registry,
    flush,
    async read({ name, from, to }) {
      const first = Math.floor(Date.parse(from) / MINUTE);
      const end = Math.ceil(Date.parse(to) / MINUTE);
      return rows.read(name, first, end).map(({ labels, points }) => ({
        labels,
        points: points.map(({ minute, ...point }) => ({ at: iso(minute * MINUTE), ...point })),
      }));
    },
    start() {
      timer ??= setInterval(() => void flush(), MINUTE);
    },
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
