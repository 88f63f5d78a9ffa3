import { Queue, Worker } from 'bullmq';
import { sendTens, TEN, type Contender } from './contender.ts';

/** BullMQ: a queue in Redis. Finished messages are removed, as the others' are not kept waiting either. */
export function openBullmq(port: number): Contender {
  const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
  const queue = new Queue('tasks', { connection });
  const ten = TEN.map((data) => ({ name: 'task', data, opts: { removeOnComplete: true } }));

  return {
    enqueue: (count, callers) => sendTens(count, callers, () => queue.addBulk(ten)),
    async drain(count, callers) {
      let left = count;
      const all = Promise.withResolvers<void>();
      const worker = new Worker('tasks', async () => undefined, { connection, concurrency: 10 * callers });
      worker.on('completed', () => {
        if (--left === 0) all.resolve();
      });
      worker.on('error', all.reject);
      await all.promise;
      await worker.close();
    },
    close: () => queue.close(),
  };
}
