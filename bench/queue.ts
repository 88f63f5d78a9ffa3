/**
 * What the queue does in a second: sends and receives of ten messages each, one after another and from eight callers
 * at once, under both durabilities.
 *
 *     node bench/queue.ts [--quick]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createQueue, openDatabase, type Durability } from '@filemill/adapters-local';
import type { Queue, TaskMessage } from '@filemill/core';

const MESSAGES = process.argv.includes('--quick') ? 8_000 : 80_000;
const TEN = Array.from({ length: 10 }, (_, n) => ({
  body: {
    jobId: '0f8fad5b-d9cb-469f-a165-70867728950e',
    fileId: `00000${n}`,
    round: 1,
  } satisfies TaskMessage,
}));

console.log('| durability | callers | enqueue ×10, messages/s | drain ×10, messages/s |\n|---|---|---|---|');
for (const durability of ['normal', 'full'] as const) {
  for (const callers of [1, 8]) {
    const { enqueue, drain } = await measure(durability, callers);
    console.log(
      `| ${durability} | ${callers} | ${enqueue.toLocaleString('en')} | ${drain.toLocaleString('en')} |`,
    );
  }
}

async function measure(durability: Durability, callers: number): Promise<{ enqueue: number; drain: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
  const db = openDatabase(folder, { durability });
  try {
    const queue = createQueue<TaskMessage>(db, 'tasks');
    const enqueue = await rate(callers, async () => {
      for (let sent = 0; sent < MESSAGES / callers; sent += TEN.length) await queue.send(TEN);
    });
    const drain = await rate(callers, () => drainAll(queue));
    return { enqueue, drain };
  } finally {
    db.close();
    await rm(folder, { recursive: true });
  }
}

async function drainAll(queue: Queue<TaskMessage>): Promise<void> {
  for (;;) {
    const messages = await queue.receive({ max: 10, visibilitySeconds: 60, waitSeconds: 0 });
    if (messages.length === 0) return;
    await queue.delete(messages.map(({ receipt }) => receipt));
  }
}

/** Messages a second, when so many callers do their share at once. */
async function rate(callers: number, share: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await Promise.all(Array.from({ length: callers }, share));
  return Math.round(MESSAGES / ((performance.now() - begin) / 1000));
}
