import { endOf, isEndedJob } from '../job.ts';
import { isTerminalFile } from '../file.ts';
import type { Event } from '../ports/event-bus.ts';
import {
  analyzeFile,
  completeUpload,
  enqueueJob,
  notifyOwner,
  planJob,
  reconcile,
} from '../pipeline/index.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { JobMessage, TaskMessage } from '../messages.ts';
import { depsOf, type Deps } from './deps.ts';
import type { Faults } from './faults.ts';
import { Memory, Violation, type Parcel } from './memory.ts';
import { Process } from './process.ts';

export interface Choice {
  label: string;
  take: () => Promise<void>;
}

interface Handled<B> {
  parcels: Parcel<B>[];
  parcel: Parcel<B>;
}

const never = new AbortController().signal;

/**
 * One small job on the real steps of the path: what could happen next, and what must hold whatever does. The uploads
 * have happened; their events are on the way.
 */
export class System {
  readonly memory = new Memory();
  readonly #workers: number;
  readonly #faults: Faults;
  #running: { process: Process; parcel?: Parcel<unknown> }[] = [];
  #sweeps = 0;

  constructor(options: { files: number; workers: number; faults: Faults }) {
    this.#workers = options.workers;
    this.#faults = { ...options.faults };
    this.memory.begin(options.files);
  }

  /** All that could happen now; none when all is quiet for good. */
  choices(): Choice[] {
    const choices: Choice[] = [];
    for (const [index, { process }] of this.#running.entries()) {
      if (process.waiting)
        choices.push({ label: `${process.kind}#${index} goes on`, take: () => this.#step(index) });
      this.#fault(
        choices,
        'crashes',
        `${process.kind}#${index} crashes`,
        () => void this.#running.splice(index, 1),
      );
    }
    this.#deliver(choices, this.memory.events, (parcel) => this.#startEvent(parcel));
    this.#deliver(choices, this.memory.jobMessages, (parcel) => this.#startPlan(parcel));
    const busy = this.#running.filter(({ process }) => process.kind === 'worker').length;
    if (busy < this.#workers)
      this.#deliver(choices, this.memory.tasks, (parcel) => this.#startWorker(parcel));
    if (this.#running.length > 0) {
      this.#fault(choices, 'pauses', 'every lease ends', () =>
        this.memory.passTime(DEFAULT_LIMITS.leaseSeconds + 1),
      );
    }
    if (choices.length === 0 && !this.#quiet() && this.#sweeps < 12) {
      choices.push({ label: 'time passes', take: () => this.#sweep() });
    }
    return choices;
  }

  /** What holds in every state. */
  check(): void {
    const { job, files, ends } = this.memory;
    if (ends > 1) throw new Violation(`the job ended ${ends} times`);
    if (isEndedJob(job.state) && !endOf(this.memory.store.countFiles()))
      throw new Violation('ended with open files');
    for (const { fileId, state, results, error } of files) {
      if (state === 'succeeded' && results.length !== 1)
        throw new Violation(`${fileId} has ${results.length} results`);
      if (state === 'failed' && !error) throw new Violation(`${fileId} failed without a reason`);
    }
    for (const { process } of this.#running) if (process.failure instanceof Violation) throw process.failure;
  }

  /** What holds when nothing more can happen. */
  checkEnd(): void {
    const { job, files, mails } = this.memory;
    if (!isEndedJob(job.state)) throw new Violation(`the job is ${job.state} for ever`);
    for (const file of files)
      if (!isTerminalFile(file.state)) throw new Violation(`${file.fileId} is ${file.state} for ever`);
    if (mails.length !== 1) throw new Violation(`${mails.length} mails`);
  }

  /**
   * Tells states apart: what is stored, what is on the way, where each process is, what may still go wrong. Times count
   * only as far as something hangs on them, and equal parcels are the same parcel.
   */
  fingerprint(): string {
    const { now, job, files, events, jobMessages, tasks, mails } = this.memory;
    const age = Math.min(601, Math.round((now - Date.parse(job.since)) / 1000));
    const stored = files.map((file) => {
      const leased = file.leaseUntil !== undefined && Date.parse(file.leaseUntil) > now;
      return [file.state, file.attempt, file.tries, leased, file.results.length, file.error?.code];
    });
    const parcels = [events, jobMessages, tasks].map((some) =>
      some.map(({ body, hidden }) => JSON.stringify([body, hidden])).sort(),
    );
    const running = this.#running
      .map(({ process, parcel }) => JSON.stringify([process.kind, parcel?.body, process.fingerprint()]))
      .sort();
    return JSON.stringify([
      job.state,
      job.round,
      age,
      stored,
      parcels,
      running,
      mails,
      this.#faults,
      this.#sweeps > 0,
    ]);
  }

  /** Nothing is left to do, not even for a sweep. */
  #quiet(): boolean {
    const { job, events, jobMessages, tasks, mails } = this.memory;
    const empty = events.length + jobMessages.length + tasks.length === 0;
    return isEndedJob(job.state) && empty && (mails.length > 0 || this.#sweeps >= 2);
  }

  async #step(index: number): Promise<void> {
    const one = this.#running[index]!;
    await one.process.step();
    if (one.process.ended) this.#running.splice(index, 1);
    if (one.process.failure instanceof Violation) throw one.process.failure;
  }

  #fault(choices: Choice[], kind: keyof Faults, label: string, happen: () => void): void {
    if (this.#faults[kind] === 0) return;
    choices.push({
      label,
      take: async () => {
        this.#faults[kind]--;
        happen();
      },
    });
  }

  #deliver<B>(choices: Choice[], parcels: Parcel<B>[], start: (parcel: Parcel<B>) => Promise<void>): void {
    for (const parcel of parcels.filter(({ hidden }) => !hidden)) {
      const name = JSON.stringify(parcel.body);
      choices.push({ label: `${name} is delivered`, take: () => start(parcel) });
      this.#fault(choices, 'duplicates', `${name} comes twice`, () =>
        parcels.push(this.memory.parcel(parcel.body)),
      );
      if (isSwept(parcel.body))
        this.#fault(choices, 'losses', `${name} is lost`, () => remove({ parcels, parcel }));
    }
  }

  async #start<B>(
    kind: string,
    handled: Handled<B> | undefined,
    body: (process: Process) => Promise<void>,
  ): Promise<void> {
    if (handled) handled.parcel.hidden = true;
    const process = new Process(kind, body);
    const one = { process, parcel: handled?.parcel };
    this.#running.push(one);
    await process.read();
    if (process.ended) this.#running.splice(this.#running.indexOf(one), 1);
    if (process.failure instanceof Violation) throw process.failure;
  }

  #startEvent(parcel: Parcel<Event>): Promise<void> {
    const handled = { parcels: this.memory.events, parcel };
    return this.#start(parcel.body.type, handled, async (process) => {
      const deps = this.#deps(process);
      const event = parcel.body;
      if (event.type === 'object.created') await completeUpload(deps, event);
      else if (event.type === 'job.ready') await enqueueJob(deps, event);
      else await notifyOwner(deps, event);
      remove(handled);
    });
  }

  #startPlan(parcel: Parcel<JobMessage>): Promise<void> {
    const handled = { parcels: this.memory.jobMessages, parcel };
    return this.#start('plan', handled, async (process) => {
      await planJob(this.#deps(process), parcel.body, never);
      remove(handled);
    });
  }

  #startWorker(parcel: Parcel<TaskMessage>): Promise<void> {
    const handled = { parcels: this.memory.tasks, parcel };
    return this.#start('worker', handled, async (process) => {
      const worker = { stopping: never, keepMessage: async () => true };
      const outcome = await analyzeFile(this.#deps(process), parcel.body, worker);
      if (outcome.dispose === 'delete') remove(handled);
    });
  }

  /** A sweep begins when all is quiet, and runs undisturbed: what it sends is worked on after it. */
  async #sweep(): Promise<void> {
    this.#sweeps++;
    this.memory.passTime(601);
    const process = new Process('sweep', async (self) => {
      const { errors } = await reconcile(this.#deps(self));
      if (errors.length > 0) throw errors[0];
    });
    await process.read();
    while (process.waiting) await process.step();
    if (process.failure) throw process.failure;
  }

  #deps(process: Process): Deps {
    return depsOf(process, this.memory, this.#faults);
  }
}

/** Events that the sweep stands in for; the bus alone answers for the others. */
function isSwept(body: unknown): boolean {
  const { type } = body as { type?: Event['type'] };
  return type === 'object.created' || type === 'job.ready';
}

function remove<B>({ parcels, parcel }: Handled<B>): void {
  const index = parcels.indexOf(parcel);
  if (index >= 0) parcels.splice(index, 1);
}
