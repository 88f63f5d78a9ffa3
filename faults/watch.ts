import { setTimeout as sleep } from 'node:timers/promises';
import type { People, SubmittedJob } from './people.ts';

const TERMINAL = ['succeeded', 'failed', 'cancelled'] as const;
const POLL_MS = 250;

/**
 * Looks at every job while the faults go on: at any time its counts add up to its files, and what is at its end never
 * leaves it. Resolves when all jobs have ended, or at the deadline once one is set.
 */
export class Watch {
  readonly #people: People;
  readonly #open = new Map<string, { job: SubmittedJob; terminal: number }>();
  #deadline = Infinity;
  /** What was seen that may not be. */
  readonly violations: string[] = [];

  constructor(people: People) {
    this.#people = people;
  }

  add(job: SubmittedJob): void {
    this.#open.set(job.jobId, { job, terminal: 0 });
  }

  /** How many jobs have not ended. */
  get open(): number {
    return this.#open.size;
  }

  giveUpAfter(seconds: number): void {
    this.#deadline = performance.now() + seconds * 1000;
  }

  /** `isComplete` says whether all jobs have been added. */
  async untilEnded(isComplete: () => boolean): Promise<void> {
    while (!isComplete() || this.#open.size > 0) {
      if (performance.now() > this.#deadline) return;
      for (const one of this.#open.values()) await this.#look(one);
      await sleep(POLL_MS);
    }
  }

  async #look(seen: { job: SubmittedJob; terminal: number }): Promise<void> {
    const { jobId, name, files } = seen.job;
    const { job } = await this.#people.patiently((client) => client.getJob({ jobId }));
    const all = Object.values(job.counts).reduce((sum, count) => sum + count, 0);
    const terminal = TERMINAL.reduce((sum, state) => sum + (job.counts[state] ?? 0), 0);
    if (all !== files.length) this.violations.push(`${name}: ${all} of ${files.length} files are counted`);
    if (terminal < seen.terminal) this.violations.push(`${name}: files that had ended have not any more`);
    seen.terminal = terminal;
    if (job.endedAt) this.#open.delete(jobId);
  }
}
