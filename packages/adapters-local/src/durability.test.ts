import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openDatabase } from './database.ts';
import { createEventBus } from './event-bus.ts';
import { createJobStore } from './job-store.ts';
import { createQueue } from './queue.ts';
import { runScript } from './test-support/child.ts';
import { makeTestFolder } from './test-support/database.ts';

test('everything acknowledged survives a kill in the middle of writing', async () => {
  const folder = makeTestFolder(after);
  const acknowledged: number[] = [];
  const { child, lines } = runScript('write-until-killed.ts', [folder]);
  for await (const line of lines) {
    acknowledged.push(Number(line));
    if (acknowledged.length === 500) child.kill('SIGKILL'); // and read on: more may have been acknowledged
  }

  const db = openDatabase(folder);
  after(() => db.close());
  const store = createJobStore(db);
  for (const n of acknowledged) {
    const file = await store.getFile('job', String(n).padStart(6, '0'));
    assert.equal(file?.state, 'uploaded', `file ${n}`);
  }
  const counts = await store.countFiles('job');
  const { rows } = db.prepare(`SELECT count(*) AS rows FROM files`).get()!;
  assert.equal(counts!.pending + counts!.uploaded, rows, 'counts are in step with the rows');

  const sent = new Set(await drain(createQueue<number>(db, 'numbers')));
  assert.deepEqual(
    acknowledged.filter((n) => !sent.has(n)),
    [],
  );

  const heard = new Set<number>();
  const bus = createEventBus(db, { log: console });
  bus.subscribe('listener', 'job.ready', async ({ round }) => void heard.add(round));
  bus.start();
  const queued = createQueue(db, 'events/listener');
  while ((await queued.stats()).visible + (await queued.stats()).inFlight > 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await bus.stop();
  assert.deepEqual(
    acknowledged.filter((n) => !heard.has(n)),
    [],
  );
});

async function drain(queue: ReturnType<typeof createQueue<number>>): Promise<number[]> {
  const all: number[] = [];
  for (;;) {
    const messages = await queue.receive({ max: 10, visibilitySeconds: 600, waitSeconds: 0 });
    if (messages.length === 0) return all;
    all.push(...messages.map(({ body }) => body));
  }
}
