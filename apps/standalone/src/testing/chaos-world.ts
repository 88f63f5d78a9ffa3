import { createChance, makeAdversarial, parseChaos } from '@filemill/adapters-local';
import type { Mail, Queue, Received } from '@filemill/core';
import { analyzeFile, planJob, reconcile } from '@filemill/core/pipeline';
import { subscribeAll } from '@filemill/events';
import { createLog } from '../log.ts';
import { Mailbox } from './mailbox.ts';
import { createWorld } from './world.ts';

/** As a server has it: well above what a file needs, so that only what nobody can work on is set aside. */
const TASK_RECEIVES = 20;
const ATTEMPTS = 15;
/** In real use a failed call is logged and its message comes back; here nobody reads the log. */
const silent = createLog('error', { out: { write: () => true } });

/**
 * A world whose storage, queues and events misbehave as a seed decides, and whose workers now and then sleep past their
 * lease or are stopped. `sound` are the same adapters without mishaps, to look at what is true.
 */
export async function createChaosWorld(seed: number, rate: number) {
  const chaos = parseChaos(`seed=${seed},rate=${rate}`);
  const chance = createChance(chaos, 'test');
  const sound = await createWorld({ taskReceives: TASK_RECEIVES });
  const mailbox = new Mailbox();
  const mails = new Map<string, Mail>();
  const { jobs, blobs, queues } = sound;
  const deps = {
    ...sound,
    ...makeAdversarial({ jobs, blobs, queues, events: mailbox }, chaos, sound.clock),
    limits: { ...sound.limits, attempts: ATTEMPTS },
    mailer: { send: async (mail: Mail) => void (mails.has(mail.id) || mails.set(mail.id, mail)) },
    addressOf: () => 'me@example.org',
    linkTo: (jobId: string) => `/jobs/${jobId}`,
    log: silent,
  };
  subscribeAll(deps);

  /** A worker may sleep past its lease in the middle of a file, while another one takes the file over. */
  const { analyze } = sound.engines;
  sound.engines.analyze = async (request) => {
    if (chance.strikes('expire')) {
      sound.pass(deps.limits.leaseSeconds + 1);
      await work();
    }
    return analyze(request);
  };

  function work(): Promise<void> {
    return handleSome(deps.queues.tasks, async ({ body, receipt }) => {
      const stopping = chance.strikes('refuse') ? AbortSignal.abort() : new AbortController().signal;
      const keepMessage = (seconds: number) => deps.queues.tasks.changeVisibility(receipt, seconds);
      return analyzeFile(deps, body, { stopping, keepMessage });
    });
  }

  function plan(): Promise<void> {
    return handleSome(deps.queues.jobs, async ({ body }) => {
      const { done } = await planJob(deps, body, new AbortController().signal);
      return done ? { dispose: 'delete' as const } : { dispose: 'release' as const, seconds: 0 };
    });
  }

  return {
    deps,
    sound,
    chance,
    mailbox,
    mails,
    work,
    plan,
    deliver: () => mailbox.deliver(1 + chance.pick(3), chance.pick),
    sweep: () => reconcile(deps).catch(() => undefined),
  };
}

export type ChaosWorld = Awaited<ReturnType<typeof createChaosWorld>>;

/** What a consumer does with a few messages at once: one that fails comes back. */
async function handleSome<M>(
  queue: Queue<M>,
  handle: (message: Received<M>) => Promise<{ dispose: 'delete' } | { dispose: 'release'; seconds: number }>,
): Promise<void> {
  const messages = await queue.receive({ max: 3, visibilitySeconds: 60, waitSeconds: 0 });
  await Promise.all(
    messages.map(async (message) => {
      try {
        const disposal = await handle(message);
        if (disposal.dispose === 'delete') await queue.delete([message.receipt]);
        else await queue.changeVisibility(message.receipt, disposal.seconds);
      } catch {
        await queue.changeVisibility(message.receipt, 2).catch(() => false);
      }
    }),
  );
}
