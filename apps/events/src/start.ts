import type { BlobStore, Clock, EventBus, JobStore, Limits, Log, Mailer, Queues } from '@filemill/core';
import { completeUpload, enqueueJob, notifyOwner, reconcile } from '@filemill/core/pipeline';

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
}

/** Who listens to which event. All of it is here. */
export function subscribeAll(deps: Deps): void {
  deps.events.subscribe('complete-upload', 'object.created', async (object) => {
    const outcome = await completeUpload(deps, object);
    if (outcome !== 'accepted') deps.log.info('upload.noticed', { key: object.key, outcome });
  });
  deps.events.subscribe('enqueue-job', 'job.ready', async (event) => void (await enqueueJob(deps, event)));
  deps.events.subscribe('notify-owner', 'job.ended', async (event) => {
    const mailed = await notifyOwner(deps, event);
    deps.log.info('job.ended', { jobId: event.jobId, round: event.round, mailed });
  });
}

/** Runs the reconciler now and then every `seconds`, one run at a time. */
export function scheduleReconcile(deps: Deps, seconds: number): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const run = async (): Promise<void> => {
    try {
      const repairs = await reconcile(deps);
      if (repairs.leases + repairs.dead > 0) deps.log.warn('reconcile.repaired', { ...repairs });
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
