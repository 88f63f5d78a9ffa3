import { setTimeout as sleep } from 'node:timers/promises';
import { fillDisk } from './disk.ts';
import type { Options } from './options.ts';
import { Random } from './random.ts';
import type { Server } from './server.ts';

export const FAULTS = [
  'kill',
  'kill at start',
  'restart',
  'pause',
  'full disk',
  'kill worker',
  'pause worker',
] as const;
export type Fault = (typeof FAULTS)[number];

/** How likely each fault is, beside the others. */
const WEIGHTS: Record<Options['engines'], Partial<Record<Fault, number>>> = {
  none: { kill: 60, 'kill at start': 10, restart: 8, pause: 14, 'full disk': 8 },
  faulty: { kill: 15, restart: 5, pause: 10, 'full disk': 5, 'kill worker': 45, 'pause worker': 20 },
};

export interface InjectorOptions {
  server: Server;
  seed: number;
  engines: Options['engines'];
  /** Faults at most. */
  most: number;
  leaseSeconds: number;
  /** The server's data folder, if it lies on a small disk that may be filled. */
  smallDisk: string | undefined;
}

/**
 * Does one fault after the other, at times and of kinds that follow from the seed alone. Each is over, and the server
 * up again, before the next begins.
 */
export class Injector {
  readonly #options: InjectorOptions;
  readonly #random: Random;
  /** How often each fault was injected. */
  readonly counts = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;

  constructor(options: InjectorOptions) {
    this.#options = options;
    this.#random = new Random(options.seed, 'faults');
  }

  /** Runs until it has done its most or is told to stop. */
  async run(stop: AbortSignal): Promise<void> {
    for (let n = 0; n < this.#options.most; n++) {
      const wait = this.#random.between(50, 2000);
      const fault = this.#random.weighted(WEIGHTS[this.#options.engines]);
      const size = this.#random.next();
      await sleep(wait, undefined, { signal: stop }).catch(() => undefined); // told to stop: checked next
      if (stop.aborted) return;
      if (await this.#inject(fault, size)) this.counts[fault]++;
    }
  }

  /** False where the fault can't be: no worker runs, or the disk is the machine's. `size` is 0 ≤ x < 1. */
  async #inject(fault: Fault, size: number): Promise<boolean> {
    const { server, leaseSeconds, smallDisk } = this.#options;
    const pauseMs = (0.25 + 1.5 * size) * leaseSeconds * 1000;
    switch (fault) {
      case 'kill':
        await server.kill();
        return this.#untilUp();
      case 'kill at start':
        await server.kill();
        server.spawn();
        await sleep(1000 * size);
        await server.kill();
        return this.#untilUp();
      case 'restart':
        await server.stop();
        return this.#untilUp();
      case 'pause':
        await server.pause(pauseMs);
        return true;
      case 'full disk': {
        if (!smallDisk) return false;
        const giveBack = await fillDisk(smallDisk);
        await sleep(1500 * size);
        await giveBack();
        return true;
      }
      case 'kill worker':
      case 'pause worker': {
        const workers = await server.workers();
        const worker = workers[Math.floor(size * workers.length)];
        if (worker === undefined) return false;
        if (fault === 'kill worker') return signal(worker, 'SIGKILL');
        signal(worker, 'SIGSTOP');
        await sleep(pauseMs);
        return signal(worker, 'SIGCONT');
      }
    }
  }

  async #untilUp(): Promise<true> {
    while (!(await this.#options.server.start())) await sleep(100);
    return true;
  }
}

/** False where the process has ended meanwhile. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
