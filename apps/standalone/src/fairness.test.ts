import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Consumer } from '@filemill/core';
import { analyzeFile, completeUpload, createJob } from '@filemill/core/pipeline';
import { startQueueProcessor } from '@filemill/queue-processor';
import { createWorld, type World } from './testing/world.ts';
import { createLog } from './log.ts';

/** Tasks of a large job that may start between the planning of a small job and its start: two windows' worth. */
const BOUND = 32;

let world: World;
let planner: Consumer;
before(async () => {
  world = await createWorld();
  planner = startQueueProcessor({ ...world, log: createLog('error') });
});
after(async () => {
  await planner.stop();
  await world.end();
});

async function submit(count: number): Promise<string> {
  const files = Array.from({ length: count }, (_, i) => ({ name: `${i}.txt`, size: 1 }));
  const { job, fileIds } = await createJob(world, { owner: 'me', files, options: {} });
  for (const fileId of fileIds) {
    await world.blobs.put('uploads', `${job.jobId}/${fileId}`, 'x', 'text/plain');
    await completeUpload(world, { key: `${job.jobId}/${fileId}`, size: 1 });
  }
  await world.queues.jobs.send([{ body: { jobId: job.jobId, round: 1 } }]);
  return job.jobId;
}

/** One slow worker: takes a task, does it, and says whose it was. */
async function workOnce(): Promise<string> {
  const worker = { stopping: new AbortController().signal, keepMessage: async () => true };
  const [message] = await world.queues.tasks.receive({ max: 1, visibilitySeconds: 60, waitSeconds: 5 });
  await analyzeFile(world, message!.body, worker);
  await world.queues.tasks.delete([message!.receipt]);
  return message!.body.jobId;
}

test('a job of one file starts soon although a large one came before it', async () => {
  const large = await submit(400);
  for (let i = 0; i < 10; i++) assert.equal(await workOnce(), large);
  const small = await submit(1);
  while ((await world.jobs.countFiles(small))!.uploaded > 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
  let between = 0;
  while ((await workOnce()) !== small) between++;
  assert.ok(between <= BOUND, `${between} tasks of the large job came first`);
  assert.ok(
    (await world.jobs.countFiles(large))!.uploaded > 300,
    'the rest of the large job still waits its turn',
  );
});
