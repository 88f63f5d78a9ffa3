import {
  consume,
  type Clock,
  type Consumer,
  type EventBus,
  type JobStore,
  type Log,
  type Queues,
} from '@filemill/core';
import { planJob } from '@filemill/core/pipeline';

/** Consumes the `jobs` queue: each message is a closed job, which is fanned out to one task a file. */
export function startQueueProcessor(deps: {
  jobs: JobStore;
  queues: Queues;
  events: EventBus;
  clock: Clock;
  log: Log;
}): Consumer {
  return consume({
    queue: deps.queues.jobs,
    log: deps.log,
    concurrency: 4,
    visibilitySeconds: 120,
    async handle({ body }) {
      const { planned } = await planJob(deps, body);
      deps.log.info('job.planned', { ...body, planned });
      return { dispose: 'delete' };
    },
  });
}
