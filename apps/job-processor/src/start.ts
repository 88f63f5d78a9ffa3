import {
  consume,
  type BlobStore,
  type Clock,
  type Consumer,
  type Engines,
  type EventBus,
  type JobStore,
  type Limits,
  type Log,
  type Queues,
  type Scratch,
} from '@filemill/core';
import { analyzeFile } from '@filemill/core/pipeline';

/** Consumes the `tasks` queue: runs the engines over one file a message, `concurrency` files at a time. */
export function startJobProcessor(
  deps: {
    jobs: JobStore;
    blobs: BlobStore;
    queues: Queues;
    events: EventBus;
    engines: Engines;
    scratch: Scratch;
    clock: Clock;
    limits: Limits;
    log: Log;
  },
  options: { concurrency: number },
): Consumer {
  const { tasks } = deps.queues;
  return consume({
    queue: tasks,
    log: deps.log,
    concurrency: options.concurrency,
    visibilitySeconds: deps.limits.leaseSeconds,
    async handle({ body, receipt }, stopping) {
      const keepMessage = (seconds: number) => tasks.changeVisibility(receipt, seconds);
      return analyzeFile(deps, body, { stopping, keepMessage });
    },
  });
}
