import { access, constants, readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isFolderInUse, readHealth, type Health } from '@filemill/adapters-local';
import { iso, toErrorRecord, type Clock, type JobState } from '@filemill/core';
import { checkModels } from '@filemill/engines/models';
import type { Config } from '../config.ts';

/** One thing that was looked at. */
export interface Diagnosis {
  name: string;
  healthy: boolean;
  /** How it is, in words. */
  finding: string;
  /** What to do, where it isn't well. */
  advice?: string;
}

/** With less, SQLite's log and one large upload may fill the disk. */
const FREE_BYTES = 1e9;
/** A message that nobody took for so long is stuck, while a server runs. */
const STUCK_MINUTES = 15;
/** A worker's lease is a minute; the sweep sends its task again after five. */
const LEASE_MINUTES = 10;

/** How long a job may be in a state, in minutes; work itself, and uploads within their deadline, take what they take. */
const PATIENCE: Partial<Record<JobState, number>> = {
  ...{ draft: 25 * 60, ready: 5, queued: 30 },
  ...{ cancelling: 15, reopening: 15, deleting: 15 },
};

/** Looks at everything that can keep files from being worked on. It changes nothing and may run beside the server. */
export async function examine(config: Config, clock: Clock): Promise<Diagnosis[]> {
  const now = clock.now();
  const folder = await checkFolder(config.dataDir);
  const diagnoses = [folder, await checkSpace(config.dataDir), await checkAllModels(config.modelsDir)];
  if (!folder.healthy) return diagnoses;
  try {
    const running = isFolderInUse(config.dataDir);
    const health = readHealth(config.dataDir, iso(now - LEASE_MINUTES * 60_000));
    diagnoses.push(
      await describeServer(config.dataDir, running),
      describeDatabase(health),
      ...health.queues.map((queue) => describeQueue(queue, running, now)),
      ...health.jobs.map((job) => describeJobs(job, config.limits.uploadHours, now)),
      describeLeases(health, running),
      describeConservation(health),
    );
  } catch (thrown) {
    const { message } = toErrorRecord(thrown);
    const advice = 'Restore the last backup into a new folder: "filemill restore".';
    diagnoses.push({ name: 'database', healthy: false, finding: message, advice });
  }
  return diagnoses;
}

async function checkFolder(dataDir: string): Promise<Diagnosis> {
  const name = 'data folder';
  try {
    await access(join(dataDir, 'filemill.sqlite'), constants.R_OK);
  } catch {
    const advice = 'FILEMILL_DATA names the folder; the first "filemill start" makes it.';
    return { name, healthy: false, finding: `there is no data in ${dataDir}`, advice };
  }
  try {
    await access(dataDir, constants.W_OK);
    return { name, healthy: true, finding: `${dataDir} can be written` };
  } catch {
    const advice = 'Mount its disk writable, or give its rights to the user that the server runs as.';
    return { name, healthy: false, finding: `${dataDir} can't be written`, advice };
  }
}

async function checkSpace(dataDir: string): Promise<Diagnosis> {
  const name = 'disk space';
  const found = await statfs(dataDir).catch(() => undefined);
  if (!found) return { name, healthy: true, finding: 'not known: the folder is not there' };
  const free = found.bavail * found.bsize;
  const finding = `${(free / 1e9).toFixed(1)} GB of ${((found.blocks * found.bsize) / 1e9).toFixed(1)} GB free`;
  if (free >= FREE_BYTES) return { name, healthy: true, finding };
  const advice =
    'Delete jobs that nobody needs, or make the disk larger. A full disk loses nothing: uploads are refused.';
  return { name, healthy: false, finding, advice };
}

async function checkAllModels(modelsDir: string): Promise<Diagnosis> {
  const { checked, problems } = await checkModels(modelsDir || undefined);
  if (problems.length === 0)
    return { name: 'models', healthy: true, finding: `all ${checked} have the right hash` };
  return { name: 'models', healthy: false, finding: problems.join(' '), advice: 'Run "npm ci".' };
}

async function describeServer(dataDir: string, running: boolean): Promise<Diagnosis> {
  if (!running)
    return { name: 'server', healthy: true, finding: 'not running; nothing moves until it is started' };
  const pid = await readFile(join(dataDir, 'filemill.pid'), 'utf8').catch(() => 'unknown');
  return { name: 'server', healthy: true, finding: `running, process ${pid.trim()}` };
}

function describeDatabase({ damage }: Health): Diagnosis {
  if (damage.length === 0) return { name: 'database', healthy: true, finding: 'sound' };
  const advice = 'Stop the server and restore the last backup into a new folder: "filemill restore".';
  return { name: 'database', healthy: false, finding: `damaged: ${damage.join('; ')}`, advice };
}

function describeQueue(queue: Health['queues'][number], running: boolean, now: number): Diagnosis {
  const name = `queue ${queue.name}`;
  const age = queue.oldestAt === undefined ? 0 : (now - queue.oldestAt) / 60_000;
  const finding = `${queue.live} messages${queue.live > 0 ? `, the oldest ${minutes(age)} old` : ''}, ${queue.dead} dead`;
  if (queue.dead > 0) {
    const advice = queue.name.startsWith('events/')
      ? 'They were given up on; the log says why. Stop the server and run "filemill audit --repair".'
      : 'They were given up on. The sweep fails the files of dead tasks within a minute; see the log for why.';
    return { name, healthy: false, finding, advice };
  }
  // Tasks may wait for their turn behind hours of work; whoever takes events and jobs takes them at once.
  if (!running || age < STUCK_MINUTES || queue.name === 'tasks' || queue.name === 'jobs') {
    return { name, healthy: true, finding };
  }
  const advice = 'The server does not get on with it. Its log says why; restarting it loses nothing.';
  return { name, healthy: false, finding, advice };
}

function describeJobs(
  { state, count, since }: Health['jobs'][number],
  uploadHours: number,
  now: number,
): Diagnosis {
  const name = `jobs ${state}`;
  const age = (now - Date.parse(since)) / 60_000;
  const finding = `${count}, since ${since} the longest`;
  const patience = state === 'uploading' ? uploadHours * 60 + 15 : PATIENCE[state];
  if (patience === undefined || age < patience) return { name, healthy: true, finding };
  const advice = `They should have moved on after ${minutes(patience)}. The server's sweep does it once a minute; start it, or see its log.`;
  return { name, healthy: false, finding, advice };
}

function describeLeases({ expiredLeases: { count, oldest } }: Health, running: boolean): Diagnosis {
  const name = 'leases';
  if (count === 0) return { name, healthy: true, finding: 'every worker gives signs of life' };
  const finding = `${count} files are held by workers that are gone, since ${oldest} the longest`;
  if (!running) return { name, healthy: true, finding: `${finding}; they go on when the server starts` };
  const advice = 'Their tasks should have come again. Restart the server; then "filemill audit".';
  return { name, healthy: false, finding, advice };
}

function describeConservation({ conservationGap }: Health): Diagnosis {
  const name = 'conservation';
  if (conservationGap === 0) return { name, healthy: true, finding: 'every accepted file is counted once' };
  const advice = 'Stop the server and run "filemill audit --repair".';
  return { name, healthy: false, finding: `${conservationGap} files are not accounted for`, advice };
}

function minutes(n: number): string {
  return n < 120 ? `${Math.round(n)} min` : `${Math.round(n / 60)} h`;
}
