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

const worker: Worker = { stopping: new AbortController().signal, keepMessage: async () => true };

async function plannedJob(text: string): Promise<string> {
  const files = [{ name: `${text}.txt`, size: text.length }];
  const { job } = await createJob(world, { owner: 'me', files, options: {} });
  await world.blobs.put('uploads', `${job.jobId}/000001`, text, 'text/plain');
  await completeUpload(world, { key: `${job.jobId}/000001`, size: text.length });
  await planJob(world, { jobId: job.jobId, round: 1 }, worker.stopping);
  return job.jobId;
}

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
