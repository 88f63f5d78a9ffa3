import { after } from 'node:test';
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
