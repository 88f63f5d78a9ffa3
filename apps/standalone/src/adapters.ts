import { join } from 'node:path';
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
import { observeJobStore, systemClock, type JobMessage, type Log, type TaskMessage } from '@filemill/core';
import type { Config } from './config.ts';
import type { HttpHandler } from './http-server.ts';

/** Receives before a task is set aside: well above a file's attempts, as a restart costs a receive too. */
const TASK_RECEIVES = 20;
const S3_PATH = '/s3';

export type Adapters = Awaited<ReturnType<typeof openAdapters>>;

/** Opens everything that keeps something, in one data folder, as the ports that the apps work with. */
export async function openAdapters(config: Config, log: Log) {
  const { dataDir, limits } = config;
  const clock = systemClock;
  const database = openDatabase(dataDir, { durability: config.durability });
  const metrics = createMetrics(database, { clock, log });
  const events = createEventBus(database, { log, clock, handleSeconds: limits.leaseSeconds });
  const objects = await openObjectFolder({
    dir: join(dataDir, 'objects'),
    database,
    clock,
    log,
    maxObjectBytes: limits.fileMegabytes * 1e6,
    onCreated: (object) => events.publish({ type: 'object.created', ...object }),
  });
  const credentials = loadCredentials(dataDir);
  const inbox = join(dataDir, 'inbox');
  let origin = '';
  const sound = {
    jobs: observeJobStore(createJobStore(database), { metrics, log }),
    events,
    queues: {
      jobs: createQueue<JobMessage>(database, 'jobs', { clock }),
      tasks: createQueue<TaskMessage>(database, 'tasks', { clock, maxReceives: TASK_RECEIVES }),
    },
    blobs: createBlobStore({ objects, endpoint: () => origin + S3_PATH, credentials, clock }),
  };
  return {
    ports: {
      ...(config.chaos ? makeAdversarial(sound, config.chaos, clock) : sound),
      metrics,
      clock,
      mailer: config.smtpUrl
        ? createSmtpMailer({ url: config.smtpUrl, from: config.mailFrom, dir: inbox })
        : createInboxMailer(inbox),
    },
    /** What is reached over HTTP of them, once it is known where: object storage and the inbox. */
    handlersAt(url: string): HttpHandler[] {
      origin = url;
      const s3 = { objects, credentials, prefix: S3_PATH, clock, log, allowedOrigins: [url] };
      return [createS3Handler(s3), createInboxPage(inbox)];
    },
    /** Begins to deliver events and to keep metrics. */
    start() {
      events.start();
      metrics.start();
    },
    async close() {
      await events.stop();
      await metrics.stop();
      await objects.close();
      database.close();
    },
  };
}
