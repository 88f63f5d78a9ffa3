import assert from 'node:assert/strict';
import { eventually, type Check } from '../contract.ts';
import { numbersOf, receive, receiveAll, receiveOne, send, type QueueUnderTest } from './queue-fixtures.ts';

/** What a queue promises about messages that nobody manages to handle, and about its figures. */
export const queueDeadLetterChecks: readonly Check<QueueUnderTest>[] = [
  {
    name: 'sets a message aside after its receives, and none of the others',
    async check(make) {
      const subject = await make();
      const { queue } = subject;
      await send(queue, [1]);
      await exhaust(subject);
      await send(queue, [2]);
      assert.deepEqual(numbersOf(await receiveAll(queue)), [2]);
      await eventually(async () => {
        const dead = await queue.peekDead(10);
        assert.deepEqual(numbersOf(dead), [1]);
        assert.ok(dead[0]!.receiveCount >= 3);
        assert.equal((await queue.stats()).dead, 1);
      });
    },
  },
  {
    name: 'gives dead letters again as new messages once they are redriven',
    async check(make) {
      const subject = await make();
      const { queue, advance } = subject;
      await send(queue, [1, 2, 3]);
      await exhaust(subject);
      await eventually(async () => assert.equal((await queue.peekDead(10)).length, 3));
      assert.equal(await queue.redrive(2), 2);
      const again = await eventually(async () => {
        const messages = await receiveAll(queue);
        assert.equal(messages.length, 2);
        return messages;
      });
      assert.deepEqual(
        again.map(({ receiveCount }) => receiveCount),
        [1, 1],
      );
      await queue.delete(again.map(({ receipt }) => receipt));
      await advance(31);
      assert.equal((await receive(queue)).length, 0);
      assert.equal((await queue.peekDead(10)).length, 1);
      assert.equal(await queue.redrive(10), 1);
      assert.equal(await queue.redrive(10), 0);
    },
  },
  {
    name: 'removes dead letters for good',
    async check(make) {
      const subject = await make();
      const { queue } = subject;
      await send(queue, [1, 2]);
      await exhaust(subject);
      await eventually(async () => assert.equal((await queue.peekDead(10)).length, 2));
      const [first, second] = await queue.peekDead(10);
      await queue.deleteDead([first!.id]);
      await queue.deleteDead([first!.id]);
      assert.deepEqual(
        (await queue.peekDead(10)).map(({ id }) => id),
        [second!.id],
      );
      assert.equal(await queue.redrive(10), 1);
      assert.equal((await queue.stats()).dead, 0);
    },
  },
  {
    name: 'tells how many messages are in each condition, and how old the oldest is',
    async check(make) {
      const { queue, advance } = await make();
      assert.deepEqual(await queue.stats(), {
        visible: 0,
        inFlight: 0,
        delayed: 0,
        dead: 0,
        oldestSeconds: 0,
      });
      await send(queue, [1, 2, 3]);
      await send(queue, [4], 600);
      await advance(10);
      const taken = await receiveOne(queue, 100);
      await eventually(async () => {
        const { oldestSeconds, ...counts } = await queue.stats();
        assert.deepEqual(counts, { visible: 2, inFlight: 1, delayed: 1, dead: 0 });
        assert.ok(oldestSeconds >= 9 && oldestSeconds < 60, `${oldestSeconds} s`);
      });
      await queue.delete([taken.receipt]);
      await eventually(async () => assert.equal((await queue.stats()).inFlight, 0));
    },
  },
];

/** Receives everything three times without ever deleting it, and once more: that one finds nothing. */
async function exhaust({ queue, advance }: QueueUnderTest): Promise<void> {
  for (let receives = 0; receives < 3; receives++) {
    assert.ok((await receiveAll(queue)).length > 0, `received ${receives} times`);
    await advance(31);
  }
  assert.deepEqual(await receiveAll(queue), [], 'received three times already');
}
