import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { systemClock } from '@filemill/core';
import { ended, makeSite, startTestServer, submit } from '../testing/server.ts';
import { examine } from './doctor.ts';

const { root, config, remove } = await makeSite();
after(remove);

async function ill(now = Date.now()): Promise<string[]> {
  const diagnoses = await examine(config, { now: () => now });
  for (const { name, healthy, advice } of diagnoses) {
    assert.equal(advice === undefined, healthy, `${name} says what to do exactly when it is ill`);
  }
  return diagnoses.filter(({ healthy }) => !healthy).map(({ name }) => name);
}

function tamper(sql: string): void {
  const sqlite = new DatabaseSync(join(config.dataDir, 'filemill.sqlite'));
  sqlite.exec(sql);
  sqlite.close();
}

test('without data it says so', async () => {
  assert.deepEqual(await ill(), ['data folder']);
});

test('a system at work is healthy, and known to be running', async () => {
  const { server, client } = await startTestServer(root, config);
  after(() => server.stop());
  await ended(client, await submit(client, ['alpha']));
  assert.deepEqual(await ill(), []);
  const whose = async () =>
    (await examine(config, systemClock)).find(({ name }) => name === 'server')?.finding;
  assert.equal(await whose(), `running, process ${process.pid}`);

  await client.createJob({ files: [{ name: 'late.txt', size: 3 }] });
  const nextWeek = Date.now() + 7 * 86_400_000;
  assert.ok((await ill(nextWeek)).includes('jobs uploading'), 'its uploads should have been given up');
  tamper(`INSERT INTO messages (queue, id, visible_at, sent_at, body)
    SELECT queue, 9999, 4e12, 1, '{}' FROM queues WHERE name = 'events/notify-owner'`);
  assert.deepEqual(await ill(), ['queue events/notify-owner']);
  tamper('DELETE FROM messages WHERE id = 9999');
  await server.stop();
  assert.match(String(await whose()), /^not running/);
});

test('dead letters and files that nobody counts are named', async () => {
  tamper(`UPDATE queues SET dead = 1 WHERE name = 'tasks'`);
  assert.deepEqual(await ill(), ['queue tasks']);
  tamper(`UPDATE queues SET dead = 0; UPDATE job_counts SET succeeded = 0`);
  assert.deepEqual(await ill(), ['conservation']);
});
