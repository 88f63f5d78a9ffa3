import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Database } from './database.ts';
import { createEventBus } from './event-bus.ts';
import { createJobStore } from './job-store.ts';
import { createQueue } from './queue.ts';
import { openTestDatabase } from './test-support/database.ts';

test('no statement reads more rows than it needs: each finds its rows by an index, already in order', () => {
  const db = openTestDatabase(after);
  const statements = preparedBy(db, (spy) => {
    createJobStore(spy);
    createQueue(spy, 'tasks');
    createEventBus(spy, { log: console }).subscribe('s', 'job.ready', async () => undefined);
  });
  assert.ok(statements.length > 30);
  for (const sql of statements) {
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    for (const { detail } of plan) assert.doesNotMatch(String(detail), /^SCAN|TEMP B-TREE/, sql);
  }
});

/** The SQL of all statements that are prepared while `use` runs. */
function preparedBy(db: Database, use: (spy: Database) => void): string[] {
  const statements: string[] = [];
  const spy = Object.create(db, {
    prepare: {
      value(sql: string) {
        statements.push(sql);
        return db.prepare(sql);
      },
    },
  }) as Database;
  use(spy);
  return statements;
}
