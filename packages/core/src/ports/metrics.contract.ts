import assert from 'node:assert/strict';
import { BUCKET_SECONDS } from '../metrics.ts';
import { bucketOf } from '../metrics/histogram.ts';
import { iso } from './clock.ts';
import { registerChecks, type Check } from './contract.ts';
import type { MetricHistory, MetricPoint, Metrics } from './metrics.ts';

/** Metrics with a clock in the test's hand. */
export interface MetricsUnderTest {
  metrics: Metrics;
  history: MetricHistory;
  /** Writes what was recorded, as happens once a minute by itself. */
  flush(): Promise<void>;
  /** Sets the time, in milliseconds since 1970. */
  setTime(now: number): void;
  /** Other metrics over the same storage, as after a restart in good order. */
  restart(): Promise<MetricsUnderTest>;
}

const START = Date.UTC(2030, 0, 1);
const MINUTE = 60_000;

function minute(n: number): string {
  return iso(START + n * MINUTE);
}

async function pointsOf(subject: MetricsUnderTest, name: Parameters<MetricHistory['read']>[0]['name']) {
  const series = await subject.history.read({ name, from: minute(0), to: minute(60) });
  return Object.fromEntries(
    series.map(({ labels, points }): [string, MetricPoint[]] => [Object.values(labels).join(), points]),
  );
}

/** What all metrics promise. */
export const metricsChecks: readonly Check<MetricsUnderTest>[] = [
  {
    name: 'sums up a counter by minute and labels',
    async check(make) {
      const subject = await make();
      const { metrics } = subject;
      subject.setTime(START);
      metrics.count('files_ended_total', { state: 'failed' });
      metrics.count('files_ended_total', { state: 'failed' }, 4);
      metrics.count('files_ended_total', { state: 'succeeded' });
      await subject.flush();
      subject.setTime(START + 2 * MINUTE);
      metrics.count('files_ended_total', { state: 'failed' }, 2);
      await subject.flush();
      assert.deepEqual(await pointsOf(subject, 'files_ended_total'), {
        failed: [
          { at: minute(0), value: 5 },
          { at: minute(2), value: 2 },
        ],
        succeeded: [{ at: minute(0), value: 1 }],
      });
    },
  },
  {
    name: 'adds up what is flushed several times within a minute, also over a restart',
    async check(make) {
      const subject = await make();
      subject.setTime(START);
      for (const by of [1, 2]) {
        subject.metrics.count('bytes_accepted_total', {}, by);
        subject.metrics.observe('api_seconds', { procedure: 'getJob' }, by);
        await subject.flush();
        await subject.flush();
      }
      const after = await subject.restart();
      after.setTime(START + 30_000);
      after.metrics.count('bytes_accepted_total', {}, 4);
      after.metrics.observe('api_seconds', { procedure: 'getJob' }, 4);
      await after.flush();
      assert.deepEqual(await pointsOf(after, 'bytes_accepted_total'), { '': [{ at: minute(0), value: 7 }] });
      const [point] = (await pointsOf(after, 'api_seconds')).getJob!;
      assert.equal(point?.value, 7);
      assert.equal(point?.buckets?.[bucketOf(1)], 1);
      assert.equal(point?.buckets?.[bucketOf(4)], 1);
    },
  },
  {
    name: "keeps a gauge's last value",
    async check(make) {
      const subject = await make();
      subject.setTime(START);
      const oldest = { queue: 'tasks' };
      for (const value of [3, 9, 0]) subject.metrics.gauge('queue_oldest_seconds', oldest, value);
      await subject.flush();
      subject.setTime(START + MINUTE);
      subject.metrics.gauge('queue_oldest_seconds', oldest, 7);
      await subject.flush();
      assert.deepEqual((await pointsOf(subject, 'queue_oldest_seconds')).tasks, [
        { at: minute(0), value: 0 },
        { at: minute(1), value: 7 },
      ]);
    },
  },
  {
    name: 'puts values into the bucket whose bound they do not exceed',
    async check(make) {
      const subject = await make();
      subject.setTime(START);
      const stage = { stage: 'running' };
      const values = [0, 0.001, 0.0011, 1, 1e9];
      for (const value of values) subject.metrics.observe('file_stage_seconds', stage, value);
      await subject.flush();
      const [point] = (await pointsOf(subject, 'file_stage_seconds')).running!;
      assert.equal(point?.buckets?.length, BUCKET_SECONDS.length + 1);
      assert.deepEqual([point?.buckets?.[0], point?.buckets?.[1], point?.buckets?.at(-1)], [2, 1, 1]);
      assert.equal(point?.buckets?.[BUCKET_SECONDS.indexOf(1)], 1);
    },
  },
  {
    name: 'leaves out what is no number, and counts never shrink',
    async check(make) {
      const subject = await make();
      const { metrics } = subject;
      subject.setTime(START);
      metrics.count('files_accepted_total', {}, 2);
      for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, -1, 0]) {
        metrics.count('files_accepted_total', {}, wrong);
      }
      metrics.gauge('upload_stalls', {}, 1);
      metrics.gauge('upload_stalls', {}, Number.NaN);
      metrics.observe('api_seconds', { procedure: 'x' }, Number.NaN);
      await subject.flush();
      assert.equal((await pointsOf(subject, 'files_accepted_total'))['']?.[0]?.value, 2);
      assert.equal((await pointsOf(subject, 'upload_stalls'))['']?.[0]?.value, 1);
      assert.deepEqual(await pointsOf(subject, 'api_seconds'), {});
    },
  },
  {
    name: 'gives the minutes that are asked for, and no others',
    async check(make) {
      const subject = await make();
      for (let n = 0; n < 4; n++) {
        subject.setTime(START + n * MINUTE + 59_000);
        subject.metrics.count('reused_files_total', {}, n + 1);
        await subject.flush();
      }
      const read = (from: string, to: string) =>
        subject.history.read({ name: 'reused_files_total', from, to });
      const [series] = await read(iso(START + MINUTE + 30_000), minute(3));
      assert.deepEqual(
        series?.points.map(({ value }) => value),
        [2, 3],
      );
      assert.deepEqual(await read(minute(10), minute(20)), []);
    },
  },
];

/** Registers the contract's tests for one adapter; `make` gives metrics without content. */
export function metricsContract(name: string, make: () => Promise<MetricsUnderTest>): void {
  registerChecks(name, metricsChecks, make);
}
