import type { CoreScheduler } from './cores.ts';
import { cancelled } from './failures.ts';
import type { CallName, Calls, WorkerSettings } from './protocol.ts';
import { EngineWorker, type CallOptions } from './worker.ts';

export interface PoolOptions {
  settings: WorkerSettings;
  scheduler: CoreScheduler;
  /** Processes at most. */
  size: number;
  /** Time after which a process with nothing to do is ended, with its models. */
  idleSeconds: number;
}

/** The worker processes of one role: started on demand, kept for the next file, ended after idling. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #workers = new Set<EngineWorker>();
  readonly #idle = new Map<EngineWorker, NodeJS.Timeout>();
  /** Callers without a worker, first come first served. */
  readonly #waiting: { resolve(worker: EngineWorker): void; reject(error: unknown): void }[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Does a call in the next free worker; throws as `EngineWorker.call` does. */
  async call<N extends CallName>(
    name: N,
    input: Calls[N]['input'],
    options: CallOptions = {},
  ): Promise<Calls[N]['output']> {
    const worker = await this.#acquire(options.signal);
    try {
      return await worker.call(name, input, options);
    } finally {
      await this.#release(worker); // before the caller goes on: its next file shall find this worker free
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const caller of this.#waiting.splice(0)) caller.reject(cancelled());
    await Promise.all([...this.#workers].map((worker) => worker.kill()));
  }

  async #acquire(signal: AbortSignal | undefined): Promise<EngineWorker> {
    if (this.#closed || signal?.aborted) throw cancelled();
    const idle = [...this.#idle.keys()].find((worker) => worker.isAlive);
    if (idle) {
      this.#leaveIdle(idle);
      return idle;
    }
    if (this.#workers.size < this.#options.size) return this.#start();
    return this.#wait(signal);
  }

  async #wait(signal: AbortSignal | undefined): Promise<EngineWorker> {
    const { promise, resolve, reject } = Promise.withResolvers<EngineWorker>();
    const caller = { resolve, reject };
    this.#waiting.push(caller);
    const leave = () => {
      const at = this.#waiting.indexOf(caller);
      if (at >= 0) this.#waiting.splice(at, 1);
      reject(cancelled());
    };
    signal?.addEventListener('abort', leave, { once: true });
    return promise.finally(() => signal?.removeEventListener('abort', leave));
  }

  #start(): EngineWorker {
    const worker = new EngineWorker(this.#options.settings, this.#options.scheduler);
    this.#workers.add(worker);
    void worker.ended.then(() => {
      this.#workers.delete(worker);
      this.#leaveIdle(worker);
      if (this.#waiting.length > 0 && !this.#closed) this.#waiting.shift()?.resolve(this.#start());
    });
    return worker;
  }

  async #release(worker: EngineWorker): Promise<void> {
    const isSpent = await worker.isSpent();
    if (!worker.isAlive) return;
    if (isSpent || this.#closed) return void worker.kill();
    const caller = this.#waiting.shift();
    if (caller) return caller.resolve(worker);
    const retire = () => {
      this.#leaveIdle(worker);
      void worker.kill();
    };
    this.#idle.set(worker, setTimeout(retire, this.#options.idleSeconds * 1000).unref());
  }

  #leaveIdle(worker: EngineWorker): void {
    clearTimeout(this.#idle.get(worker));
    this.#idle.delete(worker);
  }
}
