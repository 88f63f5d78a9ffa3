import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { iso } from '@filemill/core';
import { metricsContract } from '@filemill/core/ports/metrics.contract';
import type { Database } from './database.ts';
import { createMetrics } from './metrics.ts';
import { openTestDatabase } from './test-support/database.ts';
import { makeTestMetrics } from './test-support/metrics.ts';

metricsContract('metrics on SQLite', async () => makeTestMetrics(openTestDatabase(after)));

const log = { info() {}, warn() {}, error() {} };

test('points are kept for their days and then forgotten', async () => {
  const db: Database = openTestDatabase(after);
  let now = Date.UTC(2030, 0, 1);
  const old = createMetrics(db, { clock: { now: () => now }, log, days: 30 });
  old.count('reused_files_total', {});
  await old.flush();
  const whole = { name: 'reused_files_total', from: iso(0), to: iso(Date.UTC(2031, 0, 1)) } as const;
  now += 29 * 86_400_000;
  await createMetrics(db, { clock: { now: () => now }, log, days: 30 }).flush();
  assert.equal((await old.read(whole)).length, 1);
  now += 2 * 86_400_000;
  await createMetrics(db, { clock: { now: () => now }, log, days: 30 }).flush();
  assert.deepEqual(await old.read(whole), []);
});

test('a minute is written in rows of its series, however much was recorded, and a quiet one in none', async () => {
  const db = openTestDatabase(after);
  const rows = () => db.prepare('SELECT count(*) AS n FROM metric_points').get()!.n;
  let now = Date.UTC(2030, 0, 1);
  const metrics = createMetrics(db, { clock: { now: () => now }, log });
  for (let i = 0; i < 10_000; i++) {
    metrics.count('files_ended_total', { state: i % 2 ? 'failed' : 'succeeded' });
    metrics.gauge('upload_stalls', {}, 3);
  }
  await metrics.flush();
  assert.equal(rows(), 3);
  now += 60_000;
  metrics.gauge('upload_stalls', {}, 3);
  await metrics.flush();
  assert.equal(rows(), 3);
});
