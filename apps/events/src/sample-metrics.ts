import type { Clock, JobRecord, JobState, JobStore, Log, Metrics, Queues } from '@filemill/core';

interface Deps {
  jobs: JobStore;
  queues: Queues;
  metrics: Metrics;
  clock: Clock;
  log: Log;
}

/** States that must pass: a job that stays in one of them is stuck. */
const OPEN_STATES = [
  'uploading',
  'ready',
  'queued',
  'running',
  'cancelling',
  'reopening',
  'deleting',
] as const satisfies JobState[];
const PAGE = 100;
/** Jobs of a state that one look counts at most. */
const MOST_JOBS = 1_000;
const STALL_MS = 15 * 60_000;

/** Gauges, looked up every `seconds`: what no event tells, since it is about what does not happen. */
export function scheduleSamples(deps: Deps, seconds: number): { stop: () => Promise<void> } {
  const sample = createSampler(deps);
  const run = () =>
    sample().catch((error) => deps.log.error('metrics.sample_failed', { error: String(error) }));
  let running = run();
  let idle = true;
  const timer = setInterval(() => {
    if (!idle) return;
    idle = false;
    running = run().finally(() => (idle = true));
  }, seconds * 1000);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** One look at queues and open jobs. */
export function createSampler(deps: Deps): () => Promise<void> {
  const stalls = createStallWatch(deps.clock);
  return async () => {
    await Promise.all([sampleQueue(deps, 'jobs'), sampleQueue(deps, 'tasks')]);
    let gap = 0;
    for (const state of OPEN_STATES) {
      const jobs = await jobsIn(deps, state);
      const oldest = jobs[0] ? (deps.clock.now() - Date.parse(jobs[0].since)) / 1000 : 0;
      deps.metrics.gauge('open_jobs', { state }, jobs.length);
      deps.metrics.gauge('open_jobs_oldest_seconds', { state }, Math.max(0, oldest));
      for (const job of jobs) gap += await gapOf(deps.jobs, job, stalls);
    }
    deps.metrics.gauge('conservation_gap', {}, gap);
    deps.metrics.gauge('upload_stalls', {}, stalls.count());
  };
}

async function sampleQueue({ queues, metrics }: Deps, queue: keyof Queues): Promise<void> {
  const { visible, inFlight, delayed, dead, oldestSeconds } = await queues[queue].stats();
  const states = { visible, in_flight: inFlight, delayed, dead };
  for (const [state, n] of Object.entries(states)) metrics.gauge('queue_messages', { queue, state }, n);
  metrics.gauge('queue_oldest_seconds', { queue }, oldestSeconds);
}

/** Jobs in a state, oldest first. */
async function jobsIn({ jobs, clock }: Deps, state: JobState): Promise<JobRecord[]> {
  const before = new Date(clock.now() + 1).toISOString();
  const found: JobRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await jobs.listJobsByState({ state, before, limit: PAGE, cursor });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor && found.length < MOST_JOBS);
  return found;
}

/** Files that the job has taken in and that are in no state, or in two. What is being deleted does not add up. */
async function gapOf(jobs: JobStore, job: JobRecord, stalls: StallWatch): Promise<number> {
  if (job.state === 'deleting') return 0;
  const counts = await jobs.countFiles(job.jobId);
  if (!counts) return 0; // deleted meanwhile
  if (job.state === 'uploading') stalls.see(job.jobId, counts.pending);
  return Math.abs(job.fileCount - Object.values(counts).reduce((sum, n) => sum + n, 0));
}

interface StallWatch {
  see(jobId: string, pending: number): void;
  count(): number;
}

/** Remembers when each uploading job last took in a file, as far as this process has seen. */
function createStallWatch(clock: Clock): StallWatch {
  let seen = new Map<string, { pending: number; since: number }>();
  let next: typeof seen = new Map();
  return {
    see(jobId, pending) {
      const before = seen.get(jobId);
      next.set(jobId, before?.pending === pending ? before : { pending, since: clock.now() });
    },
    count() {
      [seen, next] = [next, new Map()]; // jobs that are uploading no more are forgotten
      return [...seen.values()].filter(({ since }) => clock.now() - since >= STALL_MS).length;
    },
  };
}
