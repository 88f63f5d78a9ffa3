import type { BlobStore, Clock, EventBus, JobStore, Queues } from '@filemill/core';
import { adversarialBlobStore } from './blob-store.ts';
import { createChance, type Chaos } from './chance.ts';
import { adversarialEventBus } from './event-bus.ts';
import { adversarialJobStore } from './job-store.ts';
import { adversarialQueue } from './queue.ts';

interface Ports {
  jobs: JobStore;
  blobs: BlobStore;
  queues: Queues;
  events: EventBus;
}

/** The same adapters, which now do on purpose what those of a cloud do now and then. For testing only. */
export function makeAdversarial({ jobs, blobs, queues, events }: Ports, chaos: Chaos, clock: Clock): Ports {
  return {
    jobs: adversarialJobStore(jobs, createChance(chaos, 'jobs'), clock),
    blobs: adversarialBlobStore(blobs, createChance(chaos, 'blobs')),
    queues: {
      jobs: adversarialQueue(queues.jobs, createChance(chaos, 'queues.jobs')),
      tasks: adversarialQueue(queues.tasks, createChance(chaos, 'queues.tasks')),
    },
    events: adversarialEventBus(events, createChance(chaos, 'events')),
  };
}
