import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { queueContract } from '@filemill/core/ports/queue.contract';
import { createQueue } from './queue.ts';
import { openTestDatabase } from './test-support/database.ts';

queueContract('queue on SQLite', async () => {
  let now = Date.UTC(2030, 0, 1);
  const queue = createQueue<{ n: number }>(openTestDatabase(after), 'letters', {
    maxReceives: 3,
    clock: { now: () => now },
  });
  return {
    queue,
    async advance(seconds) {
      now += seconds * 1000;
    },
  };
});

test('queues of one database keep apart; objects of one name share', async () => {
  const db = openTestDatabase(after);
  const letters = createQueue<number>(db, 'letters');
  const parcels = createQueue<number>(db, 'parcels');
  await letters.send([{ body: 1 }]);
  await parcels.send([{ body: 2 }]);
  const request = { max: 10, visibilitySeconds: 30, waitSeconds: 0 };
  const [letter] = await createQueue<number>(db, 'letters').receive(request);
  assert.equal(letter?.body, 1);
  await parcels.delete([letter.receipt]);
  assert.equal((await parcels.stats()).visible, 1, 'the receipt of one queue is none of another');
  await letters.delete([letter.receipt]);
  assert.equal((await letters.stats()).inFlight, 0);
});

test('whatever makes a message visible wakes those who wait: a lease that ends, a delay, giving back, redriving', async () => {
  const queue = createQueue<string>(openTestDatabase(after), 'letters', { maxReceives: 1 });
  const wait = { max: 1, visibilitySeconds: 0.05, waitSeconds: 30 };
  await queue.send([{ body: 'delayed', delaySeconds: 0.05 }]);
  const [delayed] = await queue.receive(wait);
  assert.equal(delayed?.body, 'delayed');
  const redriven = queue.receive({ ...wait, visibilitySeconds: 30 });
  while ((await queue.peekDead(1)).length === 0) await pause(5); // the waiting receiver sets it aside once its lease is over
  assert.equal(await queue.redrive(1), 1);
  assert.equal((await redriven)[0]?.receiveCount, 1);

  const patient = createQueue<string>(openTestDatabase(after), 'letters');
  await patient.send([{ body: 'a' }]);
  await patient.receive(wait);
  const [again] = await patient.receive({ ...wait, visibilitySeconds: 60 });
  assert.equal(again?.receiveCount, 2, 'the lease ended');
  const given = patient.receive(wait);
  await patient.changeVisibility(again.receipt, 0);
  assert.equal((await given)[0]?.receiveCount, 3, 'it was given back');
});

test('nobody can make up a receipt', async () => {
  const queue = createQueue<string>(openTestDatabase(after), 'letters');
  await queue.send([{ body: 'a' }]);
  const [message] = await queue.receive({ max: 1, visibilitySeconds: 30, waitSeconds: 0 });
  const forged = `${message!.receipt.slice(0, -1)}${message!.receipt.endsWith('A') ? 'B' : 'A'}`;
  await queue.delete([forged]);
  assert.equal(await queue.changeVisibility(forged, 0), false);
  assert.equal((await queue.stats()).inFlight, 1);
});
