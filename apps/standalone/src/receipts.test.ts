import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, test } from 'node:test';
import { iso, Receipt, type BlobStore, type JobState } from '@filemill/core';
import { cancelJob, createJob, deleteJob, keepReceipts, retryFiles } from '@filemill/core/pipeline';
import { createWorld, type World } from './testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

async function cancelledJob(files: number): Promise<string> {
  const manifest = Array.from({ length: files }, (_, index) => ({ name: `${index}.txt`, size: 1 }));
  const { job } = await createJob(world, { owner: 'me', files: manifest, options: {} });
  await cancelJob(world, job);
  return job.jobId;
}

async function receipts(jobId: string): Promise<Receipt[]> {
  const { objects } = await world.blobs.list('results', `${jobId}/receipts/`);
  const pages = await Promise.all(
    objects.map(async ({ key }) => text(await world.blobs.get('results', key))),
  );
  const lines = pages.join('').trim().split('\n').filter(Boolean);
  return lines.map((line) => Receipt.parse(JSON.parse(line)));
}

/** Storage that lets something happen before each write. */
function before(happen: () => Promise<unknown>): BlobStore {
  return {
    ...world.blobs,
    put: async (...args) => {
      await happen();
      return world.blobs.put(...args);
    },
  };
}

test('each file has one receipt, a thousand to an object, and writing again changes nothing', async () => {
  const jobId = await cancelledJob(1001);
  assert.ok(await keepReceipts(world, { jobId, round: 0 }));
  assert.ok(await keepReceipts(world, { jobId, round: 0 }));
  const kept = await receipts(jobId);
  assert.equal(new Set(kept.map(({ fileId }) => fileId)).size, 1001);
  assert.ok(kept.every(({ state, jobFiles }) => state === 'cancelled' && jobFiles === 1001));
  assert.equal((await world.blobs.list('results', `${jobId}/receipts/`)).objects.length, 2);
});

test('an event that overtakes the end has to come again; one of another round is over', async () => {
  const jobId = await cancelledJob(1);
  const move = async (from: JobState, to: JobState) =>
    world.jobs.moveJob({ jobId, from: [from], to, at: iso(world.clock.now()) });
  await move('cancelled', 'reopening');
  assert.equal(await keepReceipts(world, { jobId, round: 0 }), false);
  await move('reopening', 'uploading');
  await move('uploading', 'cancelling');
  await assert.rejects(keepReceipts(world, { jobId, round: 0 }), /has not ended yet/);
  await move('cancelling', 'cancelled');
  assert.equal(await keepReceipts(world, { jobId, round: 7 }), false);
  assert.deepEqual(await receipts(jobId), []);
});

test('a job that is reopened meanwhile gets no further receipts of the old end', async () => {
  const jobId = await cancelledJob(1001);
  const blobs = before(() => retryFiles(world, { jobId }).catch(() => undefined));
  assert.equal(await keepReceipts({ jobs: world.jobs, blobs }, { jobId, round: 0 }), false);
  assert.equal((await receipts(jobId)).length, 1000, 'the page that was read before');
});

test('a job that is deleted meanwhile leaves no receipts behind', async () => {
  const jobId = await cancelledJob(1);
  await keepReceipts(
    { jobs: world.jobs, blobs: before(() => deleteJob(world, { jobId })) },
    { jobId, round: 0 },
  );
  assert.deepEqual(await receipts(jobId), []);
});
