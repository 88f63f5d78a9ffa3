import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetricRegistry, NO_FILES, type JobRecord, type JobStore, type Queue } from '@filemill/core';
import { createSampler } from './sample-metrics.ts';

const START = Date.UTC(2030, 0, 1);

/** A sampler over jobs and counts that the test sets. */
function setUp() {
  const world = { now: START, jobs: [] as Pick<JobRecord, 'jobId' | 'state' | 'since' | 'fileCount'>[] };
  const counts = new Map<string, Partial<typeof NO_FILES>>();
  const jobs = {
    listJobsByState: async ({ state }: { state: string }) => ({
      items: world.jobs.filter((job) => job.state === state),
    }),
    countFiles: async (jobId: string) => ({ ...NO_FILES, ...counts.get(jobId) }),
  } as unknown as JobStore;
  const stats = { visible: 7, inFlight: 2, delayed: 1, dead: 3, oldestSeconds: 42 };
  const queue = { stats: async () => stats } as unknown as Queue<never>;
  const metrics = createMetricRegistry();
  const log = { info() {}, warn() {}, error() {} };
  const clock = { now: () => world.now };
  const sample = createSampler({ jobs, queues: { jobs: queue, tasks: queue }, metrics, clock, log });
  const valueOf = (name: string, labels: Record<string, string> = {}) =>
    [...metrics.samples()].find(
      (one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
    )?.value;
  return { world, counts, sample, valueOf };
}

test('tells depth, flight, dead letters and age of the queues', async () => {
  const { sample, valueOf } = setUp();
  await sample();
  const of = (state: string) => valueOf('queue_messages', { queue: 'tasks', state });
  assert.deepEqual(['visible', 'in_flight', 'delayed', 'dead'].map(of), [7, 2, 1, 3]);
  assert.equal(valueOf('queue_oldest_seconds', { queue: 'tasks' }), 42);
});

test('the gap is what open jobs have taken in and no state holds', async () => {
  const { world, counts, sample, valueOf } = setUp();
  const since = new Date(START - 90_000).toISOString();
  world.jobs = [
    { jobId: 'sound', state: 'running', since, fileCount: 3 },
    { jobId: 'lossy', state: 'running', since, fileCount: 5 },
    { jobId: 'going', state: 'deleting', since, fileCount: 9 },
  ];
  counts.set('sound', { queued: 1, succeeded: 2 }).set('lossy', { running: 2, failed: 1 });
  await sample();
  assert.equal(valueOf('conservation_gap'), 2);
  assert.equal(valueOf('open_jobs', { state: 'running' }), 2);
  assert.equal(valueOf('open_jobs_oldest_seconds', { state: 'running' }), 90);
  counts.set('lossy', { running: 4, failed: 1 });
  await sample();
  assert.equal(valueOf('conservation_gap'), 0);
});

test('an upload stalls when nothing has arrived for 15 minutes, and goes on when something does', async () => {
  const { world, counts, sample, valueOf } = setUp();
  world.jobs = [{ jobId: 'j', state: 'uploading', since: new Date(START).toISOString(), fileCount: 2 }];
  counts.set('j', { pending: 2 });
  const after = async (minutes: number) => {
    world.now += minutes * 60_000;
    await sample();
    return valueOf('upload_stalls');
  };
  assert.equal(await after(0), 0);
  assert.equal(await after(14), 0);
  assert.equal(await after(1), 1);
  counts.set('j', { pending: 1, uploaded: 1 });
  assert.equal(await after(1), 0);
  assert.equal(await after(15), 1);
  world.jobs = [];
  assert.equal(await after(1), 0);
});
