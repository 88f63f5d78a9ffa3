import { test } from 'node:test';
import { isEndedJob } from '@filemill/core';
import { cancelJob, createJob, retryFiles } from '@filemill/core/pipeline';
import { Account } from './testing/account.ts';
import { createChaosWorld, type ChaosWorld } from './testing/chaos-world.ts';

/**
 * Small jobs on adapters that do all that a cloud may do: refuse, lose answers, deliver twice, late and in any order,
 * end leases early. What happens is drawn by a seed. At every look the account must be right, and once all is quiet
 * each job has ended, with the right results and one mail.
 */

const SEEDS = 60;
const RATE = 0.08;
const CONTENTS = ['one', 'two', 'one', 'fail', 'crash-once'];
/** Turns in which people interfere, and after which all must come to rest. */
const LIVELY_TURNS = 60;
const MOST_TURNS = 2_000;

for (let seed = 1; seed <= SEEDS; seed++) {
  test(`all that happens with seed ${seed}`, async () => {
    const world = await createChaosWorld(seed, RATE);
    try {
      await live(world);
    } finally {
      await world.sound.end();
    }
  });
}

async function live(world: ChaosWorld): Promise<void> {
  const { chance } = world;
  const texts = Array.from({ length: 1 + chance.pick(5) }, () => CONTENTS[chance.pick(CONTENTS.length)]!);
  const jobId = await submit(world, texts);
  const account = new Account(world, jobId);
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    await oneOf(world, [world.deliver, world.plan, world.work, world.work, world.sweep]);
    world.sound.pass(chance.pick(turn < LIVELY_TURNS ? 10 : 60));
    const { job } = await account.look();
    if (turn < LIVELY_TURNS) await interfere(world, jobId, account);
    else if (isEndedJob(job.state) && (await isQuiet(world))) break;
  }
  await account.lookAtEnd(texts);
}

/** As a person's browser would: with a key, so that a call whose answer was lost can be made again. */
async function submit({ deps, sound, mailbox }: ChaosWorld, texts: string[]): Promise<string> {
  const files = texts.map((text, index) => ({ name: `${index}.txt`, size: text.length }));
  const input = { owner: 'me', files, options: {}, idempotencyKey: 'submitted once' };
  const { job, fileIds } = await untilItSucceeds(() => createJob(deps, input));
  for (const [index, text] of texts.entries()) {
    const key = `${job.jobId}/${fileIds[index]}`;
    await sound.blobs.put('uploads', key, text, 'text/plain');
    await mailbox.publish({ type: 'object.created', key, size: text.length, etag: '' });
  }
  return job.jobId;
}

async function interfere({ deps, chance }: ChaosWorld, jobId: string, account: Account): Promise<void> {
  if (chance.pick(40) === 0) await cancelJob(deps, { jobId }).catch(() => undefined);
  if (chance.pick(10) > 0) return;
  account.reopened();
  await retryFiles(deps, { jobId }).catch(() => undefined);
}

async function isQuiet({ mailbox, sound }: ChaosWorld): Promise<boolean> {
  const [jobs, tasks] = await Promise.all([sound.queues.jobs.stats(), sound.queues.tasks.stats()]);
  return mailbox.isEmpty && jobs.oldestSeconds + tasks.oldestSeconds === 0;
}

async function oneOf(world: ChaosWorld, steps: (() => Promise<unknown>)[]): Promise<void> {
  await steps[world.chance.pick(steps.length)]!();
}

async function untilItSucceeds<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}
