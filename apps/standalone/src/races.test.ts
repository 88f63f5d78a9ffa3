import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { FilemillError } from '@filemill/core';
import {
  analyzeFile,
  cancelJob,
  completeUpload,
  createJob,
  deleteJob,
  planJob,
  reconcile,
  retryFiles,
  type Worker,
} from '@filemill/core/pipeline';
import { createWorld, type World } from './testing/world.ts';

/** Two things that happen at the same time, in the one order that once went wrong. */

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

/** As often as `reconcile` doubts that a file which is queued has a task. */
const RESEND_SECONDS = 3_600;

const worker: Worker = { stopping: new AbortController().signal, keepMessage: async () => true };

/** A job of equal files that is planned as far as its window lets it, and then left by its planner. */
async function plannedJob(text: string, count = 1): Promise<string> {
  const files = Array.from({ length: count }, () => ({ name: `${text}.txt`, size: text.length }));
  const { job, fileIds } = await createJob(world, { owner: 'me', files, options: {} });
  for (const fileId of fileIds) {
    const key = `${job.jobId}/${fileId}`;
    await world.blobs.put('uploads', key, text, 'text/plain');
    await completeUpload(world, { key, size: text.length });
  }
  await planJob(world, { jobId: job.jobId, round: 1 }, AbortSignal.timeout(100));
  return job.jobId;
}

const receiveTasks = () => world.queues.tasks.receive({ max: 10, visibilitySeconds: 60, waitSeconds: 0 });

test('a task of an earlier round takes a file that is retried, and fails: the file keeps a task', async () => {
  const jobId = await plannedJob('one');
  const late = { jobId, fileId: '000001', round: 1 };
  await cancelJob(world, { jobId });
  await retryFiles(world, { jobId });
  world.engines.analyze = async () => {
    throw new FilemillError('engine.crashed', 'The engine stopped.');
  };
  // The late task is all that there is for the file, since a planner plans no file that is taken already.
  for (let tries = 1; tries < world.limits.attempts; tries++)
    assert.equal((await analyzeFile(world, late, worker)).dispose, 'release');
  await planJob(world, { jobId, round: 2 }, worker.stopping);
  assert.deepEqual(await analyzeFile(world, late, worker), { dispose: 'delete', state: 'failed' });
  assert.equal((await world.jobs.getJob(jobId))?.state, 'failed');
});

test('a job is deleted while its results are copied for an equal file: the work is done anew', async () => {
  const first = await plannedJob('same');
  await analyzeFile(world, { jobId: first, fileId: '000001', round: 1 }, worker);
  const second = await plannedJob('same');
  const { download } = world.blobs;
  world.blobs.download = async (bucket, key, path) => {
    if (bucket === 'results') await deleteJob(world, { jobId: first });
    return download(bucket, key, path);
  };
  const outcome = await analyzeFile(world, { jobId: second, fileId: '000001', round: 1 }, worker);
  assert.deepEqual(outcome, { dispose: 'delete', state: 'succeeded' });
  assert.equal((await world.jobs.getFile(second, '000001'))?.results[0]?.analysis, 'text');
});

test('a task is lost: its file gets another, once an hour', async () => {
  const jobId = await plannedJob('one');
  await world.queues.tasks.delete((await receiveTasks()).map(({ receipt }) => receipt));
  world.pass(RESEND_SECONDS + 1);
  await reconcile(world);
  await reconcile(world);
  const [task, ...more] = await receiveTasks();
  assert.deepEqual(more, []);
  assert.deepEqual(await analyzeFile(world, task!.body, worker), { dispose: 'delete', state: 'succeeded' });
  assert.equal((await world.jobs.getJob(jobId))?.state, 'succeeded');
});

test('a plan that is alive is not joined by another at each sweep', async () => {
  const jobId = await plannedJob('one', 40);
  const { uploaded, queued } = (await world.jobs.countFiles(jobId))!;
  assert.ok(uploaded > 0 && queued > 0, 'the job is in the middle of its plan');
  for (let sweeps = 0; sweeps < 5; sweeps++) {
    world.pass(world.limits.leaseSeconds + 1);
    await reconcile(world);
  }
  assert.equal((await world.queues.jobs.stats()).visible, 0);
});
