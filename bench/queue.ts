/**
 * What the queue does in a second, beside two others in the same run: plainjob, which is also SQLite in the process,
 * and BullMQ on a Redis that syncs every second. Messages are sent ten in a call, and received and finished with ten
 * in hand for each caller. The rounds go through all queues in turn; the median of each is shown.
 *
 *     node bench/queue.ts [--messages 20000] [--rounds 5]
 *
 * Needs Debian's redis-server; starts one of its own and stops it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBullmq } from './queues/bullmq.ts';
import type { Contender } from './queues/contender.ts';
import { openFilemill } from './queues/filemill.ts';
import { openPlainjob } from './queues/plainjob.ts';
import { startRedis } from './queues/redis.ts';
import { median } from './median.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
  },
});
const MESSAGES = Number(values.messages);
const CALLERS = [1, 8];

interface Rates {
  enqueue: number[];
  drain: number[];
}

const root = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
const redis = await startRedis(root);
const contenders: Record<string, (folder: string) => Contender> = {
  Filemill: (folder) => openFilemill(folder, 'normal'),
  'Filemill, full': (folder) => openFilemill(folder, 'full'),
  plainjob: openPlainjob,
  BullMQ: () => openBullmq(redis.port),
};
try {
  console.log('| queue | callers | enqueue ×10, messages/s | drain ×10, messages/s |\n|---|---|---|---|');
  for (const callers of CALLERS) await compare(callers);
} finally {
  await redis.stop();
  await rm(root, { recursive: true });
}

async function compare(callers: number): Promise<void> {
  const measured = new Map<string, Rates>();
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [name, open] of Object.entries(contenders)) {
      const rates = measured.get(name) ?? { enqueue: [], drain: [] };
      const { enqueue, drain } = await measure(open, callers);
      if (round === 0) continue; // the first round is for the compilers
      rates.enqueue.push(enqueue);
      rates.drain.push(drain);
      measured.set(name, rates);
    }
  }
  for (const [name, { enqueue, drain }] of measured) {
    const rates = [enqueue, drain].map((all) => Math.round(median(all)).toLocaleString('en'));
    console.log(`| ${name} | ${callers} | ${rates.join(' | ')} |`);
  }
  const ratio = (of: keyof Rates, a: string, b: string) =>
    (median(measured.get(a)![of]) / median(measured.get(b)![of])).toFixed(2);
  for (const other of ['plainjob', 'BullMQ', 'Filemill, full']) {
    const ratios = [ratio('enqueue', 'Filemill', other), ratio('drain', 'Filemill', other)];
    console.log(`| **Filemill ÷ ${other}** | ${callers} | **${ratios.join('** | **')}** |`);
  }
}

/** Messages a second, on a queue that is new. */
async function measure(open: (folder: string) => Contender, callers: number) {
  const queue = open(await mkdtemp(join(root, 'queue-')));
  try {
    const enqueue = await rate(() => queue.enqueue(MESSAGES, callers));
    const drain = await rate(() => queue.drain(MESSAGES, callers));
    return { enqueue, drain };
  } finally {
    await queue.close();
  }
}

async function rate(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return MESSAGES / ((performance.now() - begin) / 1000);
}
