import assert from 'node:assert/strict';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { openDatabase } from './database.ts';
import { migrate } from './database/migrate.ts';
import { MIGRATIONS } from './database/migrations.ts';
import { killHard, runScript } from './test-support/child.ts';
import { makeTestFolder, openTestDatabase } from './test-support/database.ts';

const insert = `INSERT INTO queues (name) VALUES (:name)`;
const names = `SELECT name FROM queues ORDER BY name`;

test('a write that fails undoes itself and none of those that share its commit', async () => {
  const db = openTestDatabase(after);
  const add = db.prepare(insert);
  const outcomes = await Promise.allSettled([
    db.write(() => add.run({ name: 'a' }).changes),
    db.write(() => {
      add.run({ name: 'b' });
      throw new Error('on purpose');
    }),
    db.write(() => add.run({ name: 'a' })), // breaks a constraint
    db.write(() => add.run({ name: 'c' }).changes),
  ]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(
    db
      .prepare(names)
      .all()
      .map(({ name }) => name),
    ['a', 'c'],
  );
});

test('many writes asked for at once all happen, in order', async () => {
  const db = openTestDatabase(after);
  const add = db.prepare(insert);
  const done: number[] = [];
  await Promise.all(
    Array.from({ length: 1200 }, (_, n) =>
      db.write(() => add.run({ name: `${n}` })).then(() => done.push(n)),
    ),
  );
  assert.deepEqual(
    done,
    Array.from({ length: 1200 }, (_, n) => n),
  );
  assert.equal(db.prepare(names).all().length, 1200);
});

test('closing commits what was asked for, and refuses what comes after', async () => {
  const folder = makeTestFolder(after);
  const db = openDatabase(folder);
  const add = db.prepare(insert);
  const written = db.write(() => add.run({ name: 'last' }));
  db.close();
  await written;
  await assert.rejects(
    db.write(() => undefined),
    { code: 'internal' },
  );
  const again = openDatabase(folder);
  assert.deepEqual(
    again
      .prepare(names)
      .all()
      .map(({ name }) => name),
    ['last'],
  );
  again.close();
});

test('a full disk is named, loses nothing that was acknowledged, and heals', async () => {
  const db = openTestDatabase(after);
  const add = db.prepare(insert);
  await db.write(() => add.run({ name: 'before' }));
  const pages = db.prepare('PRAGMA page_count').get()!.page_count as number;
  db.prepare(`PRAGMA max_page_count = ${pages + 4}`).get();
  const fill = (n: number) => db.write(() => add.run({ name: `${n} ${'x'.repeat(3000)}` }));
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => fill(n)));
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  assert.ok(failures.length > 0);
  for (const { reason } of failures) assert.equal(reason.code, 'storage.full');
  const kept = db.prepare(names).all().length;
  assert.equal(kept, 1 + outcomes.length - failures.length, 'exactly what was acknowledged is there');
  db.prepare('PRAGMA max_page_count = 1000000').get();
  await fill(99);
});

test('the durable mode waits for the disk at each commit', () => {
  const synchronous = (durability: 'normal' | 'full') => {
    const db = openDatabase(makeTestFolder(after), { durability });
    const { synchronous } = db.prepare('PRAGMA synchronous').get()!;
    db.close();
    return synchronous;
  };
  assert.equal(synchronous('normal'), 1);
  assert.equal(synchronous('full'), 2);
});

test('migrations go forward from any version, each step whole or not at all', () => {
  const sqlite = new DatabaseSync(':memory:');
  migrate(sqlite, ['CREATE TABLE a (x)']);
  assert.throws(() => migrate(sqlite, ['CREATE TABLE a (x)', 'CREATE TABLE b (x); CREATE TABLE b (x)']));
  migrate(sqlite, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)', 'CREATE TABLE c (x)']);
  const tables = sqlite.prepare(`SELECT name FROM sqlite_schema ORDER BY name`).all();
  assert.deepEqual(
    tables.map(({ name }) => name),
    ['a', 'b', 'c'],
  );
});

test('refuses the data of a newer version, and lets go of the folder', () => {
  const folder = makeTestFolder(after);
  openDatabase(folder).close();
  const sqlite = new DatabaseSync(`${folder}/filemill.sqlite`);
  sqlite.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
  const refusal = { code: 'storage.newer', message: new RegExp(`schema ${MIGRATIONS.length + 1};`) };
  assert.throws(() => openDatabase(folder), refusal);
  sqlite.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  sqlite.close();
  openDatabase(folder).close();
});

test('one process at a time has a folder, and a killed one leaves it free', async () => {
  const folder = makeTestFolder(after);
  const { child, lines } = runScript('hold-folder.ts', [folder]);
  after(() => child.kill('SIGKILL'));
  await once(lines, 'line');
  const refusal = { code: 'storage.in_use', message: new RegExp(`process ${child.pid}\\b`) };
  assert.throws(() => openDatabase(folder), refusal);
  await killHard(child);
  const db = openDatabase(folder);
  assert.throws(
    () => openDatabase(folder),
    { code: 'storage.in_use' },
    'this process, too, may open it only once',
  );
  db.close();
});
