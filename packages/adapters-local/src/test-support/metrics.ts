import type { MetricsUnderTest } from '@filemill/core/ports/metrics.contract';
import type { Database } from '../database.ts';
import { createMetrics } from '../metrics.ts';

const silent = { info() {}, warn() {}, error() {} };

/** Metrics with a clock that the contract sets. */
export function makeTestMetrics(db: Database): MetricsUnderTest {
  let now = 0;
  const metrics = createMetrics(db, { clock: { now: () => now }, log: silent });
  return {
    metrics,
    history: metrics,
    flush: metrics.flush,
    setTime: (time) => void (now = time),
    async restart() {
      await metrics.stop();
      return makeTestMetrics(db);
    },
  };
}
