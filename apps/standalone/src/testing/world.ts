import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createBlobStore,
  createJobStore,
  createQueue,
  openDatabase,
  openObjectFolder,
} from '@filemill/adapters-local';
import {
  createMetricRegistry,
  DEFAULT_LIMITS,
  type Event,
  type JobMessage,
  type TaskMessage,
} from '@filemill/core';
import { createIds } from '../ids.ts';
import { createLog } from '../log.ts';
import { createScratch } from '../scratch.ts';
import { createPlainEngines } from './plain-engines.ts';

/**
 * The ports on real local adapters, with time and events in the test's hand: the clock stands still unless it is moved,
 * and an event goes nowhere, so that a test plays the crash after any write by not doing the next step.
 */
export async function createWorld({ taskReceives = 3 } = {}) {
  const root = await mkdtemp(join(tmpdir(), 'filemill-world-'));
  let now = Date.parse('2026-01-01T00:00:00Z');
  const clock = { now: () => now };
  const database = openDatabase(root);
  const log = createLog('error');
  const objects = await openObjectFolder({
    dir: join(root, 'objects'),
    database,
    clock,
    log,
    maxObjectBytes: 1e9,
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'a secret of thirty-two letters ..' };
  const published: Event[] = [];
  return {
    jobs: createJobStore(database),
    queues: {
      jobs: createQueue<JobMessage>(database, 'jobs', { clock }),
      tasks: createQueue<TaskMessage>(database, 'tasks', { clock, maxReceives: taskReceives }),
    },
    blobs: createBlobStore({ objects, endpoint: () => 'http://127.0.0.1/s3', credentials, clock }),
    events: {
      publish: async (event: Event) => void published.push(event),
      subscribe: () => {},
    },
    published,
    metrics: createMetricRegistry(),
    clock,
    limits: DEFAULT_LIMITS,
    newId: createIds(clock),
    engines: createPlainEngines(),
    scratch: await createScratch(join(root, 'scratch')),
    /** Lets seconds go by. */
    pass(seconds: number) {
      now += seconds * 1000;
    },
    async end() {
      database.close();
      await rm(root, { recursive: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;
