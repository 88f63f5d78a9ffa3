import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FILE_STATES, type JobState } from '@filemill/core';
import { checkCurrent } from './database/migrate.ts';
import { MIGRATIONS } from './database/migrations.ts';
import { storageError } from './database/errors.ts';

/** How the data folder is, read beside a server that may be running. Times in milliseconds since 1970. */
export interface Health {
  /** What SQLite's own check of its file found; empty where it is sound. */
  damage: string[];
  queues: { name: string; live: number; dead: number; oldestAt?: number }[];
  /** Jobs that have not ended, by state: how many, and since when the one that has waited longest. */
  jobs: { state: JobState; count: number; since: string }[];
  /** Files whose worker has given no sign of life since before that time. */
  expiredLeases: { count: number; oldest?: string };
  /** Accepted files that the counters of their jobs don't account for. */
  conservationGap: number;
}

/** Throws `storage.*` where the database can't be read. `leaseBefore` is ISO 8601. */
export function readHealth(dataDir: string, leaseBefore: string): Health {
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(join(dataDir, 'filemill.sqlite'), { readOnly: true, timeout: 5000 });
    checkCurrent(sqlite, MIGRATIONS);
    const damage = sqlite
      .prepare('PRAGMA quick_check(10)')
      .all()
      .map((row) => String(Object.values(row)[0]))
      .filter((line) => line !== 'ok');
    return {
      damage,
      queues: queuesOf(sqlite),
      jobs: jobsOf(sqlite),
      expiredLeases: leasesOf(sqlite, leaseBefore),
      conservationGap: gapOf(sqlite),
    };
  } catch (thrown) {
    throw storageError(thrown);
  } finally {
    sqlite?.close();
  }
}

/** Whether a server has the data folder. The look takes no lock that could keep one from starting. */
export function isFolderInUse(dataDir: string): boolean {
  const path = join(dataDir, 'filemill.lock');
  if (!existsSync(path)) return false;
  const SQLITE_BUSY = 5;
  const lock = new DatabaseSync(path, { readOnly: true });
  try {
    lock.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (thrown) {
    if (thrown instanceof Error && 'errcode' in thrown && thrown.errcode === SQLITE_BUSY) return true;
    throw storageError(thrown);
  } finally {
    lock.close();
  }
}

function queuesOf(sqlite: DatabaseSync): Health['queues'] {
  const oldest = sqlite.prepare('SELECT sent_at AS at FROM messages WHERE queue = ? ORDER BY id LIMIT 1');
  return sqlite
    .prepare('SELECT queue, name, live, dead FROM queues ORDER BY name')
    .all()
    .map(({ queue, name, live, dead }) => {
      const oldestAt = oldest.get(queue as number)?.at as number | undefined;
      return { name: String(name), live: Number(live), dead: Number(dead), ...(oldestAt && { oldestAt }) };
    });
}

function jobsOf(sqlite: DatabaseSync): Health['jobs'] {
  const rows = sqlite
    .prepare(`
      SELECT state, count(*) AS count, min(since) AS since FROM jobs
      WHERE state NOT IN ('succeeded', 'partial', 'failed', 'cancelled') GROUP BY state`)
    .all();
  return rows.map((row) => ({ ...row }) as unknown as Health['jobs'][number]);
}

function leasesOf(sqlite: DatabaseSync, before: string): Health['expiredLeases'] {
  const row = sqlite
    .prepare(`
      SELECT count(*) AS count, min(lease_until) AS oldest FROM files
      WHERE state = 'running' AND lease_until IS NOT NULL AND lease_until < ?`)
    .get(before);
  const { count, oldest } = row as { count: number; oldest: string | null };
  return { count, ...(oldest !== null && { oldest }) };
}

function gapOf(sqlite: DatabaseSync): number {
  const row = sqlite
    .prepare(`
      SELECT coalesce(sum(abs((members ->> 'fileCount') - (${FILE_STATES.join(' + ')}))), 0) AS gap
      FROM jobs JOIN job_counts USING (job_id) WHERE state NOT IN ('draft', 'deleting')`)
    .get();
  return Number(row?.gap);
}
