import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { consume } from './consume.ts';
import type { Queue, Received } from './ports/queue.ts';

const log = { info() {}, warn() {}, error() {} };

/** A queue in memory that remembers what was done with each message. */
function listQueue(bodies: string[]) {
  const waiting = [...bodies];
  const deleted: string[] = [];
  const released: [string, number][] = [];
  const queue: Queue<string> = {
    name: 'test',
    send: async () => ({ failed: [] }),
    receive: async ({ max, signal }) => {
      if (waiting.length === 0) await sleep(5000, undefined, { signal }).catch(() => undefined);
      return waiting
        .splice(0, max)
        .map((body): Received<string> => ({ id: body, body, receipt: body, receiveCount: 1, sentAt: '' }));
    },
    delete: async (receipts) => (deleted.push(...receipts), { failed: [] }),
    changeVisibility: async (receipt, seconds) => (released.push([receipt, seconds]), true),
    stats: async () => ({ visible: 0, inFlight: 0, delayed: 0, dead: 0, oldestSeconds: 0 }),
    peekDead: async () => [],
    redrive: async () => 0,
    deleteDead: async () => {},
  };
  return { queue, deleted, released };
}

test('messages are disposed of as their handler says; one that throws comes back', async () => {
  const { queue, deleted, released } = listQueue(['done', 'later', 'throws']);
  const consumer = consume({
    queue,
    log,
    concurrency: 2,
    visibilitySeconds: 30,
    async handle({ body }) {
      if (body === 'throws') throw new Error('no');
      return body === 'done' ? { dispose: 'delete' } : { dispose: 'release', seconds: 7 };
    },
  });
  while (deleted.length + released.length < 3) await sleep(5);
  await consumer.stop();
  assert.deepEqual(deleted, ['done']);
  assert.deepEqual(released, [
    ['later', 7],
    ['throws', 2],
  ]);
});

test('no more messages are in hand than allowed, and stopping waits for them', async () => {
  const { queue, deleted } = listQueue(Array.from({ length: 25 }, (_, i) => String(i)));
  let inHand = 0;
  let most = 0;
  const consumer = consume({
    queue,
    log,
    concurrency: 3,
    visibilitySeconds: 30,
    async handle() {
      most = Math.max(most, ++inHand);
      await sleep(2);
      inHand--;
      return { dispose: 'delete' };
    },
  });
  while (deleted.length < 10) await sleep(1);
  await consumer.stop();
  assert.equal(most, 3);
  assert.equal(inHand, 0);
});
