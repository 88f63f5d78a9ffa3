import { join } from 'node:path';
import {
  createBlobStore,
  createEventBus,
  createJobStore,
  createQueue,
  openAuditSources,
  openDatabase,
  openObjectFolder,
} from '@filemill/adapters-local';
import { systemClock, type Log, type TaskMessage } from '@filemill/core';
import {
  audit,
  FINDINGS,
  repair,
  type AuditOptions,
  type AuditTally,
  type Finding,
  type RepairDeps,
} from '@filemill/core/audit';
import { JOB_ENDED_SUBSCRIBERS } from '@filemill/events';
import type { Config } from '../config.ts';

type Place = Pick<Config, 'dataDir' | 'mailTo'>;

export interface AuditRequest extends Pick<AuditOptions, 'jobId' | 'deep' | 'onProgress'> {
  log: Log;
  /** Called for each finding, with what was done about it. */
  onFinding: (finding: Finding, repaired: string | undefined) => void;
}

export interface AuditReport extends AuditTally {
  /** Of what is wrong; leftovers that were removed are not counted here. */
  repairedWrong: number;
}

/** Audits a data folder, also while a server runs on it; or a backup, whose database has another name. */
export async function auditFolder(
  place: Place & { database?: string },
  request: AuditRequest,
): Promise<AuditReport> {
  const { sources, close } = openSources(place, request.log, place.database);
  try {
    const onFinding = (finding: Finding) => request.onFinding(finding, undefined);
    return { ...(await audit(sources, { ...request, onFinding })), repairedWrong: 0 };
  } finally {
    close();
  }
}

/**
 * Audits a data folder and repairs what can be. Throws `storage.in_use` while a server runs on it: what a repair
 * changes, a worker might be changing too.
 */
export async function repairFolder(place: Place, request: AuditRequest): Promise<AuditReport> {
  const { deps, close } = await openForRepair(place.dataDir, request.log);
  const { sources, close: closeSources } = openSources(place, request.log);
  let repairedWrong = 0;
  try {
    const onFinding = async (finding: Finding) => {
      const done = await repair(deps, finding);
      if (done && FINDINGS[finding.code].weight === 'wrong') repairedWrong++;
      request.onFinding(finding, done);
    };
    return { ...(await audit(sources, { ...request, onFinding })), repairedWrong };
  } finally {
    closeSources();
    await close();
  }
}

function openSources({ dataDir, mailTo }: Place, log: Log, database = 'filemill.sqlite') {
  return openAuditSources({
    database: join(dataDir, database),
    objects: join(dataDir, 'objects'),
    inbox: join(dataDir, 'inbox'),
    isMailed: () => mailTo !== '',
    subscribers: JOB_ENDED_SUBSCRIBERS,
    log,
  });
}

async function openForRepair(
  dataDir: string,
  log: Log,
): Promise<{ deps: RepairDeps; close: () => Promise<void> }> {
  const clock = systemClock;
  const database = openDatabase(dataDir);
  const events = createEventBus(database, { log, clock });
  for (const subscriber of Object.values(JOB_ENDED_SUBSCRIBERS)) {
    events.subscribe(subscriber, 'job.ended', async () => undefined); // never started: the server's own will hear it
  }
  const objects = await openObjectFolder({
    ...{ dir: join(dataDir, 'objects'), database, clock, log },
    maxObjectBytes: Infinity,
  });
  const deps = {
    jobs: createJobStore(database),
    blobs: createBlobStore({
      ...{ objects, clock, endpoint: () => '' },
      credentials: { accessKeyId: '', secretAccessKey: '' }, // nothing is signed here
    }),
    queues: { tasks: createQueue<TaskMessage>(database, 'tasks', { clock }) },
    events,
    clock,
  };
  const close = async () => {
    await objects.close();
    database.close();
  };
  return { deps, close };
}
