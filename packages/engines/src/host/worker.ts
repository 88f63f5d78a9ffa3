import { fork, type ChildProcess } from 'node:child_process';
import { fromErrorRecord, type FilemillError, type Limits, type Progress } from '@filemill/core';
import type { CoreScheduler, CoreUser } from './cores.ts';
import { cancelled, crashed, OUTPUT_TAIL } from './failures.ts';
import { residentMegabytes } from './memory.ts';
import type { Call, CallName, Calls, FromWorker, ToWorker, WorkerSettings } from './protocol.ts';
import { watchLimits } from './watch.ts';

const MAIN = new URL('../worker/main.ts', import.meta.url);
/** Time that a room has to stop by itself when its file is cancelled. */
const CANCEL_MILLISECONDS = 1000;
/** A worker that still holds this share of the memory limit after a file would fail the next one by no fault of it. */
const SPENT_SHARE = 0.8;

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

interface CurrentCall {
  resolve(output: Calls[CallName]['output']): void;
  reject(error: unknown): void;
  onProgress?: (progress: Progress) => void;
}

/** One worker process, seen from the host. It does one call at a time, and is of no more use once it has ended. */
export class EngineWorker implements CoreUser {
  readonly #process: ChildProcess;
  readonly #limits: Limits;
  readonly #scheduler: CoreScheduler;
  #current: CurrentCall | undefined;
  /** When the worker was last seen to get on with its work, as `performance.now()`. */
  #lastSign = 0;
  /** Resident memory when it was last measured. */
  #megabytes = 0;
  #killedFor: FilemillError | undefined;
  #output = '';
  /** Settles when the process is gone. */
  readonly ended: Promise<void>;

  constructor(settings: WorkerSettings, scheduler: CoreScheduler) {
    this.#limits = settings.limits;
    this.#scheduler = scheduler;
    this.#process = fork(MAIN, [], {
      execArgv: [`--max-old-space-size=${settings.limits.workerMegabytes}`],
      // A process group of its own: a Ctrl-C reaches only the host, a kill reaches what the worker started.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#output = (this.#output + text).slice(-OUTPUT_TAIL);
    });
    this.#process.on('message', (message: FromWorker) => this.#receive(message));
    this.ended = this.#untilEnd();
    this.#send({ type: 'settings', settings });
  }

  get isAlive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null && !this.#killedFor;
  }

  /**
   * Throws what the room threw; `engine.crashed`, `engine.timeout` or `engine.out_of_memory` when the process ended or
   * had to be ended; `cancelled`.
   */
  async call<N extends CallName>(
    name: N,
    input: Calls[N]['input'],
    { signal, onProgress }: CallOptions = {},
  ): Promise<Calls[N]['output']> {
    if (signal?.aborted) throw cancelled();
    const stopWatching = this.#watch();
    const stopCancelling = this.#cancelOn(signal);
    try {
      return await new Promise<Calls[N]['output']>((resolve, reject) => {
        this.#current = { resolve, reject, onProgress };
        this.#send({ type: 'call', call: { name, input } as Call });
      });
    } catch (error) {
      throw signal?.aborted ? cancelled() : error;
    } finally {
      this.#current = undefined;
      stopCancelling();
      stopWatching();
    }
  }

  grantCore(): void {
    this.#lastSign = performance.now();
    this.#send({ type: 'core' });
  }

  /** Whether it holds so much memory after a file that it is better ended than given another. */
  async isSpent(): Promise<boolean> {
    const most = SPENT_SHARE * this.#limits.workerMegabytes;
    return this.#megabytes > most && (await this.#measure()) > most;
  }

  /** Ends the process; a call under way fails with `reason`. */
  async kill(reason: FilemillError = cancelled()): Promise<void> {
    this.#killedFor ??= reason;
    this.#killGroup();
    await this.ended;
  }

  async #measure(): Promise<number> {
    const { pid } = this.#process;
    this.#megabytes = pid === undefined ? 0 : await residentMegabytes(pid);
    return this.#megabytes;
  }

  #watch(): () => void {
    this.#lastSign = performance.now();
    return watchLimits(this.#limits, {
      megabytes: () => this.#measure(),
      // Queueing for a core is waiting for others, not hanging.
      lastSign: () =>
        this.#scheduler.isWaiting(this) && this.#scheduler.held(this) === 0
          ? performance.now()
          : this.#lastSign,
      onExceeded: (error) => void this.kill(error),
    });
  }

  /** Asks the room to stop, and ends the process if it doesn't. */
  #cancelOn(signal: AbortSignal | undefined): () => void {
    let timer: NodeJS.Timeout | undefined;
    const cancel = () => {
      this.#send({ type: 'cancel' });
      timer = setTimeout(() => void this.kill(), CANCEL_MILLISECONDS);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    return () => {
      signal?.removeEventListener('abort', cancel);
      clearTimeout(timer);
    };
  }

  #receive(message: FromWorker): void {
    this.#lastSign = performance.now();
    switch (message.type) {
      case 'want-core':
        return this.#scheduler.request(this);
      case 'return-core':
        return this.#scheduler.release(this);
      case 'progress':
        return this.#current?.onProgress?.(message.progress);
      case 'done':
        return this.#current?.resolve(message.output);
      case 'failed':
        return this.#current?.reject(fromErrorRecord(message.error));
    }
  }

  #send(message: ToWorker): void {
    // A message to a process that has just ended is lost, which its `ended` reports; without a callback it would throw.
    this.#process.send(message, () => {});
  }

  async #untilEnd(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#process.once('error', resolve); // it could not be started
    this.#process.once('exit', () => this.#killGroup()); // else what it started would keep its streams open
    this.#process.once('close', () => resolve(undefined));
    const startFailure = await promise;
    this.#scheduler.forget(this);
    const { exitCode, signalCode } = this.#process;
    this.#current?.reject(
      this.#killedFor ?? crashed({ exitCode, signalCode, output: this.#output, startFailure }, this.#limits),
    );
  }

  #killGroup(): void {
    if (this.#process.pid === undefined) return;
    try {
      process.kill(-this.#process.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // ESRCH: nobody is left
    }
  }
}
