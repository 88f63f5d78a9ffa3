import type { Outgoing, Queue } from '@filemill/core';
import type { Chance } from './chance.ts';
import { badNetwork } from './request.ts';

/** A queue that does all that SQS may do. */
export function adversarialQueue<M>(queue: Queue<M>, chance: Chance): Queue<M> {
  const call = <T>(name: string, write: () => Promise<T>) =>
    badNetwork(chance, `${name} on ${queue.name}`, write);

  /** Those of a batch that fail, by index. */
  const unlucky = (batch: readonly unknown[]) =>
    new Set([...batch.keys()].filter(() => chance.strikes('partial')));

  const late = (message: Outgoing<M>): Outgoing<M> => ({
    ...message,
    delaySeconds: Math.max(message.delaySeconds ?? 0, chance.pickDelay()),
  });

  return {
    ...queue,

    send: (messages) =>
      call('send', async () => {
        const failed = unlucky(messages);
        const taken = [...messages.keys()].filter((index) => !failed.has(index));
        const sent = taken.map((index) => messages[index]!);
        const copies = sent.filter(() => chance.strikes('duplicate')).map(late);
        const delivered = sent.map((message) => (chance.strikes('delay') ? late(message) : message));
        const answer = await queue.send([...delivered, ...copies]);
        for (const index of answer.failed) if (index < taken.length) failed.add(taken[index]!);
        return { failed: [...failed] };
      }),

    async receive(request) {
      const visibilitySeconds = chance.strikes('expire') ? 0 : request.visibilitySeconds;
      const messages = await queue.receive({ ...request, visibilitySeconds });
      return chance.strikes('shuffle') ? shuffled(messages, chance) : messages;
    },

    delete: (receipts) =>
      call('delete', async () => {
        const failed = unlucky(receipts);
        const taken = [...receipts.keys()].filter((index) => !failed.has(index));
        const answer = await queue.delete(taken.map((index) => receipts[index]!));
        for (const index of answer.failed) failed.add(taken[index]!);
        return { failed: [...failed] };
      }),

    changeVisibility: (receipt, seconds) =>
      call('changeVisibility', async () => {
        if (!chance.strikes('expire')) return queue.changeVisibility(receipt, seconds);
        await queue.changeVisibility(receipt, 0);
        return false;
      }),
  };
}

/** Fisher and Yates's shuffle. */
function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = chance.pick(last + 1);
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}
