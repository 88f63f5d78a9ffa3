import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { audit, mailIds, type Findings } from './audit.ts';
import { mountSmallDisk, unmount } from './disk.ts';
import { Injector, type Fault } from './injector.ts';
import type { Options } from './options.ts';
import { People, type SubmittedJob } from './people.ts';
import { Server } from './server.ts';
import { Watch } from './watch.ts';
import { planJobs } from './workload.ts';

/** Short, so that many leases end within a run. */
const LEASE_SECONDS = 2;

const SETTINGS = {
  FILEMILL_LIMIT_LEASE_SECONDS: String(LEASE_SECONDS),
  FILEMILL_RECONCILE_SECONDS: '1',
  FILEMILL_LIMIT_RETRY_SECONDS: '0.2',
  // A hang and a hunger that end within seconds.
  FILEMILL_LIMIT_STALL_SECONDS: '3',
  FILEMILL_LIMIT_WORKER_MEGABYTES: '400',
};

/** Each kill costs the files in hand an attempt: so many that none of them runs out by our doing. */
const ATTEMPTS = { none: '12', faulty: '5' };

export interface Report {
  /** What is amiss, in words; empty if nothing is. */
  problems: string[];
  figure: string;
}

export async function runFaults(options: Options, say: (line: string) => void): Promise<Report> {
  const root = await mkdtemp(join(tmpdir(), 'filemill-faults-'));
  const dataDir = join(root, 'data');
  await mkdir(dataDir);
  const isSmall = mountSmallDisk(dataDir, 256 + Math.ceil(options.files / 25));
  if (!isSmall) say('SKIPPED: full disk, as no small file system can be mounted here (that takes root).');
  const server = new Server(dataDir, join(root, 'server.log'), (life) => ({
    ...SETTINGS,
    TMPDIR: root,
    FILEMILL_ENGINES: options.engines,
    FILEMILL_DURABILITY: options.durability,
    FILEMILL_LIMIT_ATTEMPTS: ATTEMPTS[options.engines],
    ...(options.chaos > 0 && {
      FILEMILL_CHAOS: `seed=${options.seed + life},rate=${options.chaos},late=${2 * LEASE_SECONDS}`,
    }),
  }));
  try {
    if (!(await server.start())) throw new Error(await readFile(join(root, 'server.log'), 'utf8'));
    const run = await breakAndWait(options, server, { dataDir, isSmall });
    await server.kill(); // what is counted is what is on the disk
    await server.start();
    const findings = await audit(run.people, run.jobs, join(dataDir, 'inbox'));
    await server.stop();
    const orphans = await remaining(server);
    const problems = [
      ...findings.lost,
      ...findings.doubled,
      ...findings.stuck,
      ...run.violations,
      ...server.crashes,
      ...orphans.map((pid) => `process ${pid} is still there`),
    ];
    say(`${describe(run.counts)}; ${run.people.repeated} calls were made again`);
    return { problems, figure: figureOf(options, run, findings) };
  } finally {
    await server.kill();
    if (options.keep) say(`The data is in ${root}`);
    else {
      if (isSmall) unmount(dataDir);
      await rm(root, { recursive: true });
    }
  }
}

interface Run {
  people: People;
  jobs: SubmittedJob[];
  violations: string[];
  counts: Record<Fault, number>;
}

/** Submits everything while the faults go on, then waits until all jobs have ended and their mails are there. */
async function breakAndWait(
  options: Options,
  server: Server,
  { dataDir, isSmall }: { dataDir: string; isSmall: boolean },
): Promise<Run> {
  const people = new People(server, options.seed);
  const watch = new Watch(people);
  const jobs: SubmittedJob[] = [];
  const stop = new AbortController();
  const { seed, engines, faults: most } = options;
  const smallDisk = isSmall ? dataDir : undefined;
  const injector = new Injector({ server, seed, engines, most, leaseSeconds: LEASE_SECONDS, smallDisk });
  const planned = planJobs(options);
  let isComplete = false;
  const submitting = Promise.all(
    planned.map((job) =>
      people.submit(job, (made) => {
        jobs.push(made);
        watch.add(made);
      }),
    ),
  ).then(() => (isComplete = true));
  const injecting = injector.run(stop.signal).then(() => watch.giveUpAfter(options.quietSeconds));
  await Promise.all([submitting, watch.untilEnded(() => isComplete)]);
  stop.abort();
  await injecting;
  for (let tries = 0; tries < 100; tries++) {
    if ((await mailIds(join(dataDir, 'inbox'))).length >= jobs.length) break;
    await sleep(100);
  }
  return { people, jobs, violations: watch.violations, counts: injector.counts };
}

/** Processes that outlive the server by more than some seconds. */
async function remaining(server: Server): Promise<number[]> {
  for (let tries = 0; tries < 50; tries++) {
    if ((await server.workers()).length === 0) return [];
    await sleep(100);
  }
  return server.workers();
}

function describe(counts: Record<Fault, number>): string {
  const happened = Object.entries(counts).filter(([, count]) => count > 0);
  return `injected: ${happened.map(([fault, count]) => `${fault} × ${count}`).join(', ')}`;
}

function figureOf({ files, seed }: Options, { jobs, counts }: Run, found: Findings): string {
  const kills = counts.kill + counts['kill at start'] + counts['kill worker'];
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    `faults: ${files} files`,
    `${all} faults`,
    `${kills} kills`,
    `${found.lost.length} lost`,
    `${found.doubled.length} doubled`,
    `${found.stuck.length} stuck`,
    `${jobs.length} jobs`,
    `${found.mails} mails`,
    `seed ${seed}`,
  ].join(', ');
}
