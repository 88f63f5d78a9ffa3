import { after } from 'node:test';
import { metricsChecks, type MetricsUnderTest } from '@filemill/core/ports/metrics.contract';
import { openTestDatabase } from '../test-support/database.ts';
import { makeTestMetrics } from '../test-support/metrics.ts';
import { expectCaught } from './expect-caught.ts';

/** Metrics that are sound but for some members. */
function breaking(
  change: (sound: MetricsUnderTest) => Partial<MetricsUnderTest>,
): () => Promise<MetricsUnderTest> {
  return async () => {
    const sound = makeTestMetrics(openTestDatabase(after));
    return { ...sound, ...change(sound) };
  };
}

expectCaught('broken metrics', metricsChecks, [
  {
    how: 'forgets labels',
    noticedBy: 'sums up a counter by minute and labels',
    make: breaking(({ metrics }) => ({
      metrics: { ...metrics, count: (name, _, by) => metrics.count(name, { state: 'failed' } as never, by) },
    })),
  },
  {
    how: 'writes again what it has written',
    noticedBy: 'adds up what is flushed several times within a minute, also over a restart',
    make: breaking((sound) => {
      const told: (() => void)[] = [];
      return {
        metrics: {
          ...sound.metrics,
          count(...call) {
            told.push(() => sound.metrics.count(...call));
            sound.metrics.count(...call);
          },
        },
        async flush() {
          await sound.flush();
          for (const again of told) again();
        },
      };
    }),
  },
  {
    how: "keeps a gauge's highest value",
    noticedBy: "keeps a gauge's last value",
    make: breaking(({ metrics }) => {
      let highest = 0;
      return {
        metrics: {
          ...metrics,
          gauge: (name, labels, value) => metrics.gauge(name, labels, (highest = Math.max(highest, value))),
        },
      };
    }),
  },
  {
    how: 'rounds values down before it puts them into a bucket',
    noticedBy: 'puts values into the bucket whose bound they do not exceed',
    make: breaking(({ metrics }) => ({
      metrics: {
        ...metrics,
        observe: (name, labels, seconds) => metrics.observe(name, labels, Math.floor(seconds * 1000) / 1000),
      },
    })),
  },
  {
    how: 'lets a gauge be no number',
    noticedBy: 'leaves out what is no number, and counts never shrink',
    make: breaking(({ metrics }) => ({
      metrics: { ...metrics, gauge: (name, labels, value) => metrics.gauge(name, labels, value || 0) },
    })),
  },
  {
    how: 'gives all that it has',
    noticedBy: 'gives the minutes that are asked for, and no others',
    make: breaking(({ history }) => ({
      history: {
        read: ({ name }) => history.read({ name, from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }),
      },
    })),
  },
]);
