import assert from 'node:assert/strict';
import { together, type Check } from '../contract.ts';
import {
  numbersOf,
  range,
  receive,
  receiveAll,
  receiveOne,
  send,
  type QueueUnderTest,
} from './queue-fixtures.ts';

/** What a queue promises about sending, receiving and leases. */
export const queueLeaseChecks: readonly Check<QueueUnderTest>[] = [
  {
    name: 'delivers what was sent, as it was sent',
    async check(make) {
      const { queue } = await make();
      const body = { n: 1, text: 'ümläut 🗎 "quoted"\n\u202e' };
      assert.deepEqual(await queue.send([{ body }]), { failed: [] });
      const message = await receiveOne(queue);
      assert.deepEqual(message.body, body);
      assert.equal(message.receiveCount, 1);
      assert.ok(!Number.isNaN(Date.parse(message.sentAt)));
    },
  },
  {
    name: 'takes more than ten messages at once, and gives at most as many as are asked for',
    async check(make) {
      const { queue } = await make();
      await send(queue, range(35));
      assert.ok((await receive(queue, { max: 3 })).length <= 3);
      await assert.rejects(receive(queue, { max: 11 }), { code: 'input.invalid' });
      const rest = await receiveAll(queue);
      assert.ok(numbersOf(rest).length >= 32);
    },
  },
  {
    name: 'loses nothing among many senders and receivers',
    async check(make) {
      const { queue } = await make();
      let sending = true;
      const senders = together(10, (n) =>
        send(
          queue,
          range(20).map((i) => n * 20 + i),
        ),
      ).finally(() => (sending = false));
      const arrived = new Set<number>();
      const receivers = together(5, async () => {
        for (let more = true; more || sending;) {
          const messages = await queue.receive({ max: 10, visibilitySeconds: 30, waitSeconds: 1 });
          for (const { body } of messages) arrived.add(body.n);
          await queue.delete(messages.map(({ receipt }) => receipt));
          more = messages.length > 0;
        }
      });
      await Promise.all([senders, receivers]);
      assert.equal(arrived.size, 200);
    },
  },
  {
    name: 'hides a message while it is leased, and gives it again when the lease is over',
    async check(make) {
      const { queue, advance } = await make();
      await send(queue, range(20));
      const first = await receiveAll(queue, 30);
      await advance(20);
      const early = await receiveAll(queue, 30);
      assert.ok(early.length < 10, 'few, if any, come twice within their lease');
      await advance(31);
      const again = await receiveAll(queue, 30);
      assert.deepEqual(numbersOf(again), range(20));
      assert.ok(again.every(({ receiveCount }) => receiveCount >= 2));
      const receipts = new Set([...first, ...early, ...again].map(({ receipt }) => receipt));
      assert.equal(
        receipts.size,
        first.length + early.length + again.length,
        'each receive has its own receipt',
      );
    },
  },
  {
    name: 'does not give a deleted message again',
    async check(make) {
      const { queue, advance } = await make();
      await send(queue, range(5));
      const messages = await receiveAll(queue);
      await queue.delete(messages.filter(({ body }) => body.n !== 3).map(({ receipt }) => receipt));
      await advance(31);
      assert.deepEqual(numbersOf(await receiveAll(queue)), [3]);
    },
  },
  {
    name: 'takes a delete again, whose first answer may have been lost',
    async check(make) {
      const { queue, advance } = await make();
      await send(queue, [1, 2]);
      const receipts = (await receiveAll(queue)).map(({ receipt }) => receipt);
      await queue.delete(receipts);
      await assert.doesNotReject(queue.delete(receipts), 'a repeated delete throws nothing');
      await advance(31);
      assert.deepEqual(await receiveAll(queue), []);
    },
  },
  {
    name: 'does not let the receipt of an ended lease take a message from its new holder',
    async check(make) {
      const { queue, advance } = await make();
      await send(queue, [1]);
      const late = await receiveOne(queue);
      await advance(31);
      const present = await receiveOne(queue);
      await queue.delete([late.receipt]);
      assert.equal(await queue.changeVisibility(late.receipt, 0), false);
      assert.equal((await receive(queue)).length, 0, 'it still is with its new holder');
      assert.equal(await queue.changeVisibility(present.receipt, 0), true);
      assert.deepEqual(numbersOf(await receive(queue)), [1], 'it still is there');
    },
  },
  {
    name: 'lengthens a lease from now on, as often as is asked',
    async check(make) {
      const { queue, advance } = await make();
      await send(queue, [1]);
      const { receipt } = await receiveOne(queue, 30);
      for (let beat = 0; beat < 4; beat++) {
        await advance(20);
        assert.equal(await queue.changeVisibility(receipt, 30), true);
      }
      await advance(20);
      assert.equal((await receive(queue)).length, 0);
      await advance(11);
      assert.equal(await queue.changeVisibility(receipt, 30), false, 'too late');
      assert.equal((await receive(queue)).length, 1);
    },
  },
  {
    name: 'gives a message back at once, or after a while',
    async check(make) {
      const { queue, advance } = await make();
      await send(queue, [1]);
      assert.equal(await queue.changeVisibility((await receiveOne(queue)).receipt, 0), true);
      assert.equal(await queue.changeVisibility((await receiveOne(queue)).receipt, 300), true);
      await advance(200);
      assert.equal((await receive(queue)).length, 0);
      await advance(101);
      assert.equal((await receive(queue)).length, 1);
    },
  },
  {
    name: 'keeps a delayed message back until its time',
    async check(make) {
      const { queue, advance } = await make();
      await send(queue, [1], 60);
      await send(queue, [2]);
      assert.deepEqual(numbersOf(await receiveAll(queue, 600)), [2]);
      await advance(59);
      assert.equal((await receive(queue)).length, 0);
      await advance(2);
      assert.deepEqual(numbersOf(await receiveAll(queue)), [1]);
      await assert.rejects(queue.send([{ body: { n: 3 }, delaySeconds: 901 }]), { code: 'input.invalid' });
    },
  },
  {
    name: 'names the receipts that could not be deleted, and deletes the others',
    async check(make) {
      const { queue, advance } = await make();
      await send(queue, [1]);
      const { receipt } = await receiveOne(queue);
      assert.deepEqual(await queue.delete(['no receipt', receipt]), { failed: [0] });
      assert.equal(await queue.changeVisibility('no receipt', 5), false);
      await advance(31);
      assert.equal((await receive(queue)).length, 0);
    },
  },
  {
    name: 'wakes a waiting receiver for a new message',
    async check(make) {
      const { queue } = await make();
      const waiting = queue.receive({ max: 10, visibilitySeconds: 30, waitSeconds: 20 });
      await new Promise((resolve) => setTimeout(resolve, 20)); // so that it waits in earnest
      await send(queue, [1]);
      assert.deepEqual(numbersOf(await waiting), [1]);
    },
  },
  {
    name: 'ends a wait with nothing when time is up, or the signal is raised',
    async check(make) {
      const { queue } = await make();
      assert.deepEqual(await queue.receive({ max: 1, visibilitySeconds: 30, waitSeconds: 0 }), []);
      const stop = new AbortController();
      const wait = { max: 1, visibilitySeconds: 30, waitSeconds: 20, signal: stop.signal };
      const waiting = queue.receive(wait);
      setTimeout(() => stop.abort(), 20);
      assert.deepEqual(await soon(waiting), []);
      assert.deepEqual(await soon(queue.receive(wait)), [], 'a signal that was raised before');
    },
  },
];

/** Fails where a promise takes seconds that should need none. */
async function soon<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new assert.AssertionError({ message: 'the signal went unnoticed' })),
      3000,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
