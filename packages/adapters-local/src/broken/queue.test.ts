import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Outgoing, Queue } from '@filemill/core';
import { queueChecks, type Letter, type QueueUnderTest } from '@filemill/core/ports/queue.contract';
import { createQueue } from '../queue.ts';
import { openTestDatabase } from '../test-support/database.ts';
import { expectCaught } from './expect-caught.ts';

/** A queue that is sound but for some members. */
function breaking(
  change: (sound: Queue<Letter>) => Partial<Queue<Letter>>,
  maxReceives = 3,
): () => Promise<QueueUnderTest> {
  return async () => {
    let now = 0;
    const sound = createQueue<Letter>(openTestDatabase(after), 'letters', {
      maxReceives,
      clock: { now: () => now },
    });
    return {
      queue: { ...sound, ...change(sound) },
      advance: async (seconds) => void (now += seconds * 1000),
    };
  };
}

expectCaught('broken queues', queueChecks, [
  {
    how: 'loses one message in a hundred',
    noticedBy: 'loses nothing among many senders and receivers',
    make: breaking((sound) => {
      let sent = 0;
      const lucky = () => ++sent % 100 !== 0;
      return { send: (messages) => sound.send(messages.filter(lucky)) };
    }),
  },
  {
    how: 'acknowledges before it writes',
    noticedBy: 'delivers what was sent, as it was sent',
    make: breaking((sound) => ({
      async send(messages) {
        setTimeout(() => void sound.send(messages).catch(() => undefined), 20); // too late for the check, or for the database
        return { failed: [] };
      },
    })),
  },
  {
    how: 'says nothing of messages that it did not take',
    noticedBy: 'takes more than ten messages at once, and gives at most as many as are asked for',
    make: breaking((sound) => ({ send: (messages) => sound.send(messages.slice(0, 10)) })),
  },
  {
    how: 'gives leased messages to others',
    noticedBy: 'hides a message while it is leased, and gives it again when the lease is over',
    make: breaking(
      (sound) => ({ receive: (request) => sound.receive({ ...request, visibilitySeconds: 0 }) }),
      1e6,
    ),
  },
  {
    how: 'never gives a message again',
    noticedBy: 'hides a message while it is leased, and gives it again when the lease is over',
    make: breaking((sound) => ({
      receive: (request) => sound.receive({ ...request, visibilitySeconds: 1e6 }),
    })),
  },
  {
    how: 'deletes by the message, not by the receive',
    noticedBy: 'does not let the receipt of an ended lease take a message from its new holder',
    make: breaking((sound) => {
      const present = new Map<string, string>();
      const idOf = (receipt: string) => receipt.split('.')[0]!;
      return {
        async receive(request) {
          const messages = await sound.receive(request);
          for (const { receipt } of messages) present.set(idOf(receipt), receipt);
          return messages;
        },
        delete: (receipts) => sound.delete(receipts.map((receipt) => present.get(idOf(receipt)) ?? receipt)),
      };
    }),
  },
  {
    how: 'does not delete',
    noticedBy: 'does not give a deleted message again',
    make: breaking(() => ({ delete: async () => ({ failed: [] }) })),
  },
  {
    how: 'refuses to delete what is gone',
    noticedBy: 'takes a delete again, whose first answer may have been lost',
    make: breaking((sound) => {
      const gone = new Set<string>();
      return {
        async delete(receipts) {
          if (receipts.some((receipt) => gone.has(receipt))) throw new Error('there is no such message');
          for (const receipt of receipts) gone.add(receipt);
          return sound.delete(receipts);
        },
      };
    }),
  },
  {
    how: 'ignores heartbeats',
    noticedBy: 'lengthens a lease from now on, as often as is asked',
    make: breaking(() => ({ changeVisibility: async () => true })),
  },
  {
    how: 'says that an ended lease goes on',
    noticedBy: 'lengthens a lease from now on, as often as is asked',
    make: breaking((sound) => ({
      async changeVisibility(receipt, seconds) {
        await sound.changeVisibility(receipt, seconds);
        return true;
      },
    })),
  },
  {
    how: 'forgets the delay',
    noticedBy: 'keeps a delayed message back until its time',
    make: breaking((sound) => ({ send: (messages) => sound.send(messages.map(({ body }) => ({ body }))) })),
  },
  {
    how: 'tries a message for ever',
    noticedBy: 'sets a message aside after its receives, and none of the others',
    make: breaking(() => ({}), 1e6),
  },
  {
    how: 'drops a message after its receives',
    noticedBy: 'sets a message aside after its receives, and none of the others',
    make: breaking(() => ({ peekDead: async () => [] })),
  },
  {
    how: 'keeps what it redrives among the dead',
    noticedBy: 'gives dead letters again as new messages once they are redriven',
    make: breaking((sound) => ({
      async redrive(limit) {
        const dead = await sound.peekDead(limit);
        await sound.send(dead.map(({ body }) => ({ body })));
        return dead.length;
      },
    })),
  },
  {
    how: 'does not see the signal',
    noticedBy: 'ends a wait with nothing when time is up, or the signal is raised',
    make: breaking((sound) => ({
      receive: (request) =>
        sound.receive({ ...request, signal: undefined, waitSeconds: Math.min(request.waitSeconds, 4) }),
    })),
  },
]);

test('a queue that shuffles and duplicates keeps the promises about losing nothing', async () => {
  const make = breaking((sound) => ({
    async send(messages) {
      await sound.send([...messages, ...messages.filter((_, n) => n % 5 === 4)].sort(byLot));
      return { failed: [] };
    },
  }));
  for (const { name, check } of queueChecks) {
    await assert.doesNotReject(check(make), name);
  }
});

/** An order that has nothing to do with that of sending, yet is the same each time. */
function byLot(a: Outgoing<Letter>, b: Outgoing<Letter>): number {
  const lot = ({ body }: Outgoing<Letter>) => (body.n * 7919) % 101;
  return lot(a) - lot(b);
}
