import {
  consume,
  type Clock,
  type Consumer,
  type EventBus,
  type JobStore,
  type Limits,
  type Log,
  type Queues,
} from '@filemill/core';
import { planJob } from '@filemill/core/pipeline';

/** Jobs planned at the same time; each is a look at its counts now and then, so there may be many. */
const JOBS_AT_A_TIME = 256;

/** Consumes the `jobs` queue: each message is a closed job, which is fanned out to one task a file. */
export function startQueueProcessor(deps: {
  jobs: JobStore;
  queues: Queues;
  events: EventBus;
  clock: Clock;
  limits: Limits;
  log: Log;
}): Consumer {
  const { jobs: queue } = deps.queues;
  const { leaseSeconds } = deps.limits;
  return consume({
    queue,
    log: deps.log,
    concurrency: JOBS_AT_A_TIME,
    visibilitySeconds: leaseSeconds,
    async handle({ body, receipt }, stopping) {
      const keep = () => void queue.changeVisibility(receipt, leaseSeconds).catch(() => false); // the next may do
      const heart = setInterval(keep, (leaseSeconds * 1000) / 3);
      try {
        const { planned, done } = await planJob(deps, body, stopping);
        deps.log.info('job.planned', { ...body, planned, done });
        return done ? { dispose: 'delete' } : { dispose: 'release', seconds: 0 };
      } finally {
        clearInterval(heart);
      }
    },
  });
}
