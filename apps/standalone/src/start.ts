import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startApi } from '@filemill/api';
import {
  observeJobStore,
  systemClock,
  type Engines,
  type JobMessage,
  type Log,
  type TaskMessage,
} from '@filemill/core';
import { scheduleReconcile, scheduleSamples, subscribeAll } from '@filemill/events';
import { createFrontend } from '@filemill/frontend';
import { startJobProcessor } from '@filemill/job-processor';
import { startQueueProcessor } from '@filemill/queue-processor';
import {
  createBlobStore,
  createEventBus,
  createInboxMailer,
  createInboxPage,
  createJobStore,
  createMetrics,
  createQueue,
  createS3Handler,
  createSmtpMailer,
  loadCredentials,
  makeAdversarial,
  openDatabase,
  openObjectFolder,
} from '@filemill/adapters-local';
import type { Config } from './config.ts';
import { chooseEngines, filesAtATime } from './engines/choose.ts';
import { listen } from './http-server.ts';
import { createIds } from './ids.ts';
import { createScratch } from './scratch.ts';

export interface Standalone {
  /** Where the page is. */
  url: string;
  /** Takes no more work, gives back what is in hand, and resolves when all is written. */
  stop(): Promise<void>;
}

export interface StandaloneOptions {
  log: Log;
  /** Folder of the built web app. */
  distDir: string;
  /** By default those of the configuration; tests bring their own. */
  engines?: Engines;
}

/** There is one person on one machine. */
const OWNER = 'local';
/** Receives before a task is set aside: well above a file's attempts, as a restart costs a receive too. */
const TASK_RECEIVES = 20;
/** Between two looks at queues and open jobs, for the gauges. */
const SAMPLE_SECONDS = 15;
const S3_PATH = '/s3';

/** Every app in one process tree, on local adapters. */
export async function startStandalone(
  config: Config,
  { log, distDir, engines }: StandaloneOptions,
): Promise<Standalone> {
  const { dataDir, limits } = config;
  const clock = systemClock;
  await mkdir(dataDir, { recursive: true });

  const database = openDatabase(dataDir, { durability: config.durability });
  const metrics = createMetrics(database, { clock, log });
  const jobs = observeJobStore(createJobStore(database), { metrics, log });
  const events = createEventBus(database, { log, clock, handleSeconds: limits.leaseSeconds });
  const queues = {
    jobs: createQueue<JobMessage>(database, 'jobs', { clock }),
    tasks: createQueue<TaskMessage>(database, 'tasks', { clock, maxReceives: TASK_RECEIVES }),
  };
  const credentials = loadCredentials(dataDir);
  const objects = await openObjectFolder({
    dir: join(dataDir, 'objects'),
    database,
    clock,
    log,
    maxObjectBytes: limits.fileMegabytes * 1e6,
    onCreated: (object) => events.publish({ type: 'object.created', ...object }),
  });
  let url = '';
  const blobs = createBlobStore({ objects, endpoint: () => url + S3_PATH, credentials, clock });
  const mailer = config.smtpUrl
    ? createSmtpMailer({ url: config.smtpUrl, from: config.mailFrom, dir: join(dataDir, 'inbox') })
    : createInboxMailer(join(dataDir, 'inbox'));
  const sound = { jobs, events, queues, blobs };
  const ports = config.chaos ? makeAdversarial(sound, config.chaos, clock) : sound;
  const deps = {
    ...ports,
    mailer,
    clock,
    limits,
    log,
    metrics,
    engines: engines ?? chooseEngines(config, log),
    scratch: await createScratch(join(dataDir, 'scratch')),
    newId: createIds(clock),
    callerOf: async () => ({ owner: OWNER }),
    addressOf: () => config.mailTo || undefined,
    linkTo: (jobId: string) => `${url}/jobs/${jobId}`,
  };

  const frontend = await createFrontend({ distDir });
  const server = await listen({ host: config.host, port: config.port, log }, (address) => {
    url = address;
    return [
      createS3Handler({
        objects,
        credentials,
        prefix: S3_PATH,
        clock,
        log,
        allowedOrigins: [address],
      }),
      startApi(deps),
      createInboxPage(join(dataDir, 'inbox')),
      frontend,
    ];
  });
  subscribeAll(deps);
  events.start();
  const consumers = [
    startQueueProcessor(deps),
    startJobProcessor(deps, { concurrency: filesAtATime(config) }),
  ];
  const schedules = [scheduleReconcile(deps, config.reconcileSeconds), scheduleSamples(deps, SAMPLE_SECONDS)];
  metrics.start();

  return {
    url,
    async stop() {
      await Promise.all([server.close(), ...[...schedules, ...consumers].map((part) => part.stop())]);
      await deps.engines.close();
      await events.stop();
      await metrics.stop();
      await objects.close();
      database.close();
    },
  };
}
