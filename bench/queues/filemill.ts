import { createQueue, openDatabase, type Durability } from '@filemill/adapters-local';
import type { TaskMessage } from '@filemill/core';
import { sendTens, TEN, type Contender } from './contender.ts';

/** Filemill's own queue. */
export function openFilemill(folder: string, durability: Durability): Contender {
  const db = openDatabase(folder, { durability });
  const queue = createQueue<TaskMessage>(db, 'tasks');
  const ten = TEN.map((body) => ({ body }));

  async function drainAll(): Promise<void> {
    for (;;) {
      const messages = await queue.receive({ max: 10, visibilitySeconds: 60, waitSeconds: 0 });
      if (messages.length === 0) return;
      await queue.delete(messages.map(({ receipt }) => receipt));
    }
  }

  return {
    enqueue: (count, callers) => sendTens(count, callers, () => queue.send(ten)),
    async drain(_count, callers) {
      await Promise.all(Array.from({ length: callers }, drainAll));
    },
    async close() {
      db.close();
    },
  };
}
