import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { better, defineQueue, defineWorker } from 'plainjob';
import { sendTens, TEN, type Contender } from './contender.ts';

const SILENT = { debug() {}, info() {}, warn() {}, error: console.error };

/** plainjob: also a queue on SQLite in the process, WAL and `synchronous = NORMAL`. It takes one message at a time. */
export function openPlainjob(folder: string): Contender {
  const connection = better(new BetterSqlite(join(folder, 'plainjob.sqlite')));
  const queue = defineQueue({ connection, logger: SILENT });

  return {
    enqueue: (count, callers) => sendTens(count, callers, () => queue.addMany('task', TEN)),
    async drain(count, callers) {
      let left = count;
      const all = Promise.withResolvers<void>();
      const onCompleted = () => {
        if (--left === 0) all.resolve();
      };
      const work = async ({ data }: { data: string }) => JSON.parse(data);
      const workers = Array.from({ length: callers }, () =>
        defineWorker('task', work, { queue, logger: SILENT, onCompleted }),
      );
      const running = workers.map((worker) => worker.start());
      await all.promise;
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all(running);
    },
    async close() {
      queue.close();
    },
  };
}
