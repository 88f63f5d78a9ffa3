import { METRICS, type MetricName, type Sample } from '@filemill/core';
import type { Database } from '../database.ts';

export const METRICS_SCHEMA = `
  CREATE TABLE metric_series (
    series INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    labels TEXT NOT NULL,
    UNIQUE (name, labels)
  );
  CREATE TABLE metric_points (
    series INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    value REAL NOT NULL,
    buckets TEXT,
    PRIMARY KEY (series, minute)
  ) WITHOUT ROWID;
`;

interface PointRow {
  minute: number;
  value: number;
  buckets: string | null;
}

/** The rows of the time series. All members are synchronous: those that write are called inside `db.write`. */
export function createMetricRows(db: Database) {
  const insertSeries = db.prepare(
    `INSERT INTO metric_series (name, labels) VALUES (:name, :labels) ON CONFLICT DO NOTHING`,
  );
  const getSeries = db.prepare(`SELECT series FROM metric_series WHERE name = :name AND labels = :labels`);
  const listSeries = db.prepare(
    `SELECT series, labels FROM metric_series WHERE name = :name ORDER BY series`,
  );
  const allSeries = db.prepare(`SELECT series FROM metric_series`);
  const getPoint = db.prepare(
    `SELECT minute, value, buckets FROM metric_points WHERE series = :series AND minute = :minute`,
  );
  const putPoint = db.prepare(`
    INSERT INTO metric_points (series, minute, value, buckets) VALUES (:series, :minute, :value, :buckets)
    ON CONFLICT (series, minute) DO UPDATE SET value = excluded.value, buckets = excluded.buckets`);
  const listPoints = db.prepare(`
    SELECT minute, value, buckets FROM metric_points
    WHERE series = :series AND minute >= :first AND minute < :end ORDER BY minute`);
  const dropPoints = db.prepare(`DELETE FROM metric_points WHERE series = :series AND minute < :before`);

  function seriesOf(name: MetricName, labels: string): number {
    insertSeries.run({ name, labels });
    return getSeries.get({ name, labels })!.series as number;
  }

  return {
    /** Adds to the minute's point of a series; of a gauge, replaces it. */
    add(minute: number, { name, labels, value, buckets }: Sample): void {
      const series = seriesOf(name, JSON.stringify(labels));
      const row = METRICS[name].kind === 'gauge' ? undefined : getPoint.get({ series, minute });
      const before = row && toPoint(row as unknown as PointRow);
      putPoint.run({
        series,
        minute,
        value: value + (before?.value ?? 0),
        buckets: buckets ? JSON.stringify(buckets.map((n, i) => n + (before?.buckets?.[i] ?? 0))) : null,
      });
    },

    /** The series of a metric that have points in the minutes from `first` up to, and without, `end`. */
    read(name: MetricName, first: number, end: number) {
      return (listSeries.all({ name }) as { series: number; labels: string }[]).flatMap(
        ({ series, labels }) => {
          const points = (listPoints.all({ series, first, end }) as unknown as PointRow[]).map(toPoint);
          return points.length === 0
            ? []
            : [{ labels: JSON.parse(labels) as Record<string, string>, points }];
        },
      );
    },

    /** Forgets the points before a minute. */
    prune(before: number): void {
      for (const { series } of allSeries.all() as { series: number }[]) dropPoints.run({ series, before });
    },
  };
}

function toPoint({ minute, value, buckets }: PointRow) {
  return { minute, value, ...(buckets !== null && { buckets: JSON.parse(buckets) as number[] }) };
}
