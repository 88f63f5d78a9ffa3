import type {
  BlobStore,
  Clock,
  EventBus,
  JobStore,
  Limits,
  Log,
  Mailer,
  Metrics,
  Queues,
} from '@filemill/core';
import { completeUpload, enqueueJob, keepReceipts, notifyOwner, reconcile } from '@filemill/core/pipeline';

export { scheduleSamples } from './sample-metrics.ts';

interface Deps {
  jobs: JobStore;
  blobs: BlobStore;
  queues: Queues;
  events: EventBus;
  mailer: Mailer;
  addressOf: (owner: string) => string | undefined;
  linkTo: (jobId: string) => string;
  clock: Clock;
  limits: Limits;
  log: Log;
  metrics: Metrics;
}

/** Who hears of a job's end, by what they do. */
export const JOB_ENDED_SUBSCRIBERS = { mail: 'notify-owner', receipts: 'keep-receipts' } as const;

/** Who listens to which event. All of it is here. */
export function subscribeAll(deps: Deps): void {
  deps.events.subscribe('complete-upload', 'object.created', async (object) => {
    const outcome = await completeUpload(deps, object);
    if (outcome !== 'accepted') deps.log.info('upload.noticed', { key: object.key, outcome });
  });
  deps.events.subscribe('enqueue-job', 'job.ready', async (event) => void (await enqueueJob(deps, event)));
  deps.events.subscribe(JOB_ENDED_SUBSCRIBERS.receipts, 'job.ended', async (event) => {
    await keepReceipts(deps, event);
  });
  deps.events.subscribe(JOB_ENDED_SUBSCRIBERS.mail, 'job.ended', async (event) => {
    if (await notifyOwner(deps, event)) await observeMail(deps, event);
  });
}

async function observeMail(deps: Deps, { jobId, round }: { jobId: string; round: number }): Promise<void> {
  const endedAt = (await deps.jobs.getJob(jobId))?.endedAt;
  const seconds = endedAt ? Math.max(0, deps.clock.now() - Date.parse(endedAt)) / 1000 : 0;
  deps.metrics.observe('job_stage_seconds', { stage: 'notify' }, seconds);
  deps.log.info('job.notified', { jobId, round, seconds });
}

/** Runs the reconciler now and then every `seconds`, one run at a time. */
export function scheduleReconcile(deps: Deps, seconds: number): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const run = async (): Promise<void> => {
    try {
      const { errors, ...repairs } = await reconcile(deps);
      if (repairs.leases + repairs.dead > 0) deps.log.warn('reconcile.repaired', { ...repairs });
      for (const error of errors) deps.log.error('reconcile.failed', { error: String(error) });
    } catch (error) {
      deps.log.error('reconcile.failed', { error: String(error) });
    }
    if (!stopped) timer = setTimeout(next, seconds * 1000);
  };
  let running = run();
  function next(): void {
    running = run();
  }
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
