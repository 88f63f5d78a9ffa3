import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { JobState } from '@filemill/core';
import {
  analyzeFile,
  cancelJob,
  completeFile,
  completeUpload,
  createJob,
  enqueueJob,
  planJob,
  reconcile,
  retryFiles,
  type TaskOutcome,
  type Worker,
} from '@filemill/core/pipeline';
import { createWorld, type World } from './testing/world.ts';

/**
 * What a crash leaves behind between any two writes is finished by the reconciler, and what comes twice or late changes
 * nothing. Each test stops the path at one place, lets time go by and sweeps.
 */

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

const worker: Worker = { stopping: new AbortController().signal, keepMessage: async () => true };

async function newJob(...texts: string[]): Promise<string> {
  const files = texts.map((text, i) => ({ name: `${i}.txt`, size: text.length }));
  const { job } = await createJob(world, { owner: 'me', files, options: {} });
  for (const [i, text] of texts.entries()) {
    await world.blobs.put('uploads', `${job.jobId}/${String(i + 1).padStart(6, '0')}`, text, 'text/plain');
  }
  return job.jobId;
}

async function takeIn(jobId: string): Promise<void> {
  for (const object of (await world.blobs.list('uploads', jobId)).objects)
    await completeUpload(world, object);
}

/** Receives and handles what is on a queue until it is empty for now. */
async function drainJobs(): Promise<void> {
  const messages = await world.queues.jobs.receive({ max: 10, visibilitySeconds: 60, waitSeconds: 0 });
  for (const { body, receipt } of messages) {
    await planJob(world, body, worker.stopping);
    await world.queues.jobs.delete([receipt]);
  }
}

async function drainTasks(): Promise<TaskOutcome[]> {
  const messages = await world.queues.tasks.receive({ max: 10, visibilitySeconds: 60, waitSeconds: 0 });
  const outcomes: TaskOutcome[] = [];
  for (const { body, receipt } of messages) {
    const outcome = await analyzeFile(world, body, worker);
    if (outcome.dispose === 'delete') await world.queues.tasks.delete([receipt]);
    else await world.queues.tasks.changeVisibility(receipt, outcome.seconds);
    outcomes.push(outcome);
  }
  return outcomes;
}

async function stateOf(jobId: string): Promise<JobState | undefined> {
  return (await world.jobs.getJob(jobId))?.state;
}

async function sweep(seconds: number): Promise<void> {
  world.pass(seconds);
  assert.deepEqual((await reconcile(world)).errors, []);
}

async function untilEnded(jobId: string): Promise<JobState | undefined> {
  for (let turn = 0; turn < 10; turn++) {
    await drainJobs();
    await drainTasks();
    await sweep(70);
  }
  return stateOf(jobId);
}

test('the events of all uploads are lost', async () => {
  const jobId = await newJob('one', 'two');
  await sweep(61);
  assert.equal(await stateOf(jobId), 'ready');
  assert.equal(await untilEnded(jobId), 'succeeded');
});

test('an upload is noticed twice, and long after', async () => {
  const jobId = await newJob('one');
  const object = { key: `${jobId}/000001`, size: 3 };
  assert.equal(await completeUpload(world, object), 'accepted');
  assert.equal(await completeUpload(world, object), 'repeated');
  assert.equal(await untilEnded(jobId), 'succeeded');
  assert.equal(await completeUpload(world, object), 'repeated');
  assert.equal(await stateOf(jobId), 'succeeded');
  assert.equal(world.published.filter(({ type }) => type === 'job.ended').length, 1);
});

test('an object arrives that no manifest speaks of', async () => {
  assert.equal(await completeUpload(world, { key: 'nobody/000001', size: 3 }), 'unknown');
  assert.equal(await completeUpload(world, { key: 'not/a/key', size: 3 }), 'unknown');
});

test('fewer bytes arrive than were announced', async () => {
  const jobId = await newJob('one', 'two');
  await completeUpload(world, { key: `${jobId}/000001`, size: 2 });
  assert.equal(await untilEnded(jobId), 'partial');
  const file = await world.jobs.getFile(jobId, '000001');
  assert.deepEqual([file?.state, file?.error?.code], ['failed', 'upload.size_mismatch']);
});

test('a file never arrives: the job ends at its deadline, says so, and can be completed by retry', async () => {
  const { job } = await createJob(world, {
    owner: 'me',
    files: [
      { name: 'a', size: 1 },
      { name: 'b', size: 3 },
    ],
    options: {},
  });
  const { jobId } = job;
  await world.blobs.put('uploads', `${jobId}/000002`, 'two', 'text/plain');
  await sweep(61);
  assert.equal(await stateOf(jobId), 'uploading');
  await sweep(world.limits.uploadHours * 3600);
  assert.equal(await untilEnded(jobId), 'partial');
  assert.equal((await world.jobs.getFile(jobId, '000001'))?.error?.code, 'upload.missing');

  assert.equal((await retryFiles(world, { jobId })).retried, 1);
  assert.equal(await stateOf(jobId), 'uploading');
  await world.blobs.put('uploads', `${jobId}/000001`, 'x', 'text/plain');
  assert.equal(await untilEnded(jobId), 'succeeded');
});

test('a crash after the set is closed, before the message is sent', async () => {
  const jobId = await newJob('one');
  await takeIn(jobId);
  assert.equal(await stateOf(jobId), 'ready'); // the event goes nowhere
  assert.equal(await untilEnded(jobId), 'succeeded');
});

test('a crash in the middle of a plan', async () => {
  const jobId = await newJob('one', 'two');
  await takeIn(jobId);
  await enqueueJob(world, { jobId, round: 1 });
  await world.jobs.moveJob({
    jobId,
    from: ['queued'],
    to: 'running',
    at: new Date(world.clock.now()).toISOString(),
  });
  const [message] = await world.queues.jobs.receive({ max: 1, visibilitySeconds: 60, waitSeconds: 0 });
  await world.queues.jobs.delete([message!.receipt]); // and its message is lost too
  assert.equal(await untilEnded(jobId), 'succeeded');
});

test('a job is planned twice: each file is analysed once', async () => {
  const jobId = await newJob('one', 'two');
  await takeIn(jobId);
  await planJob(world, { jobId, round: 1 }, worker.stopping);
  for (const fileId of ['000001', '000002'])
    await world.queues.tasks.send([{ body: { jobId, fileId, round: 1 } }]);
  const outcomes = await drainTasks();
  assert.equal(outcomes.length, 4);
  assert.deepEqual(world.engines.analyzed.toSorted(), ['0.txt', '1.txt']);
  assert.equal(await stateOf(jobId), 'succeeded');
});

test('a worker dies; its lease ends; another one finishes; the dead one wakes and changes nothing', async () => {
  const jobId = await newJob('one');
  await takeIn(jobId);
  await planJob(world, { jobId, round: 1 }, worker.stopping);
  const task = { jobId, fileId: '000001', round: 1 };
  const at = (seconds: number) => new Date(world.clock.now() + seconds * 1000).toISOString();
  const dead = await world.jobs.moveFile({
    ...task,
    from: ['queued'],
    to: 'running',
    at: at(0),
    attempt: 0,
    set: { attempt: 1, tries: 1, leaseUntil: at(60), attempts: [{ attempt: 1, startedAt: at(0) }] },
  });
  const early = await analyzeFile(world, task, worker);
  assert.deepEqual(early, { dispose: 'release', seconds: 60 });
  world.pass(61);
  assert.deepEqual(await analyzeFile(world, task, worker), { dispose: 'delete', state: 'succeeded' });

  const error = { code: 'engine.failed' as const, message: 'too late' };
  assert.equal(await completeFile(world, dead.file!, { state: 'failed', error }), false);
  const file = await world.jobs.getFile(jobId, '000001');
  assert.deepEqual([file?.state, file?.attempt, file?.error], ['succeeded', 2, undefined]);
});

test('a file that kills its worker each time is set aside with the reason', async () => {
  const jobId = await newJob('one', 'two');
  await takeIn(jobId);
  await planJob(world, { jobId, round: 1 }, worker.stopping);
  const at = () => new Date(world.clock.now()).toISOString();
  const tries = world.limits.attempts;
  const set = { attempt: tries, tries, leaseUntil: at() };
  await world.jobs.moveFile({ jobId, fileId: '000001', from: ['queued'], to: 'running', at: at(), set });
  world.pass(1);
  assert.equal(await untilEnded(jobId), 'partial');
  const file = await world.jobs.getFile(jobId, '000001');
  assert.deepEqual([file?.state, file?.error?.code], ['failed', 'attempts.exhausted']);
});

test('an error of the machinery is tried again, up to the limit', async () => {
  const jobId = await newJob('crash always');
  await takeIn(jobId);
  assert.equal(await untilEnded(jobId), 'failed');
  const file = await world.jobs.getFile(jobId, '000001');
  assert.equal(file?.attempts.length, world.limits.attempts);
  assert.ok(file?.attempts.every(({ endedAt, error }) => endedAt && error?.code === 'engine.crashed'));
});

test('a task that can be delivered to nobody ends its file', async () => {
  const jobId = await newJob('one');
  await takeIn(jobId);
  await planJob(world, { jobId, round: 1 }, worker.stopping);
  for (let receive = 0; receive < 4; receive++) {
    await world.queues.tasks.receive({ max: 10, visibilitySeconds: 1, waitSeconds: 0 });
    world.pass(2);
  }
  assert.equal(await untilEnded(jobId), 'failed');
  assert.equal((await world.jobs.getFile(jobId, '000001'))?.error?.code, 'attempts.exhausted');
});

test('a repair that fails is reported, and holds up no other', async () => {
  const [bad, good] = [await newJob('one'), await newJob('two')];
  for (const jobId of [bad, good]) await takeIn(jobId);
  const { moveJob } = world.jobs;
  world.jobs.moveJob = async (move) => {
    if (move.jobId === bad) throw new Error('its row is damaged');
    return moveJob(move);
  };
  world.pass(61);
  const { errors } = await reconcile(world);
  assert.match(String(errors), /its row is damaged/);
  assert.deepEqual([await stateOf(bad), await stateOf(good)], ['ready', 'queued']);
});

test('a crash in the middle of cancelling and of reopening', async () => {
  const jobId = await newJob('fail', 'two');
  await takeIn(jobId);
  const at = () => new Date(world.clock.now()).toISOString();
  await world.jobs.moveJob({ jobId, from: ['ready'], to: 'cancelling', at: at() });
  await sweep(61);
  assert.equal(await stateOf(jobId), 'cancelled');
  await world.jobs.moveJob({ jobId, from: ['cancelled'], to: 'reopening', at: at() });
  await world.jobs.moveFile({ jobId, fileId: '000002', from: ['cancelled'], to: 'uploaded', at: at() });
  assert.equal(await untilEnded(jobId), 'partial');
  assert.equal((await world.jobs.getFile(jobId, '000002'))?.state, 'succeeded');
});

test('cancelling while a worker is at a file: what it brings later is dropped', async () => {
  const jobId = await newJob('one');
  await takeIn(jobId);
  await planJob(world, { jobId, round: 1 }, worker.stopping);
  const { analyze } = world.engines;
  world.engines.analyze = async (request) => {
    await cancelJob(world, { jobId });
    return analyze(request);
  };
  await drainTasks();
  const file = await world.jobs.getFile(jobId, '000001');
  assert.deepEqual([await stateOf(jobId), file?.state, file?.results], ['cancelled', 'cancelled', []]);
});
