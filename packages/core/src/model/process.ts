import { createHash } from 'node:crypto';

/** A call of a port that waits to be let through. */
interface Call {
  name: string;
  args: unknown[];
  run: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * Calls that change nothing that outlives a crash. They are let through at once, so each write decides by what was read
 * as early as it could be, with anything in between: the worst case of every race.
 */
const READS = /^(get|count|list|peek|download|putFile|putReusable)/;

/**
 * One run of one step of the path. Each of its writes stops until it is let through, so that others can be put in
 * between; dropping it at such a point is a crash there.
 */
export class Process {
  readonly kind: string;
  ended = false;
  failure: unknown;
  readonly #calls: Call[] = [];
  readonly #history = createHash('sha1');

  constructor(kind: string, body: (process: Process) => Promise<void>) {
    this.kind = kind;
    body(this).then(
      () => (this.ended = true),
      (error) => {
        this.ended = true;
        this.failure = error;
      },
    );
  }

  /** Turns an object of plain functions into ports whose calls wait. */
  ports<P>(plain: Record<string, (...args: never[]) => unknown>): P {
    const gate =
      (name: string) =>
      (...args: never[]) =>
        new Promise((resolve, reject) =>
          this.#calls.push({ name, args, run: () => plain[name]!(...args), resolve, reject }),
        );
    return Object.fromEntries(Object.keys(plain).map((name) => [name, gate(name)])) as P;
  }

  /** A write is next. */
  get waiting(): boolean {
    return this.#calls.length > 0;
  }

  /** Stands for its inner state: what it has seen, and what it wants to write because of it. */
  fingerprint(): string {
    const wanted = this.#calls.map(({ name, args }) => [name, args]);
    return this.#history.copy().update(withoutTimes(wanted)).digest('base64');
  }

  /** Lets the next write through, and all reads after it. */
  async step(): Promise<void> {
    await this.#let(this.#calls.shift()!);
    await this.read();
  }

  /** Runs up to the next write. */
  async read(): Promise<void> {
    await settled();
    for (let at = this.#nextRead(); at >= 0; at = this.#nextRead())
      await this.#let(this.#calls.splice(at, 1)[0]!);
  }

  #nextRead(): number {
    return this.#calls.findIndex(({ name }) => READS.test(name));
  }

  async #let({ name, run, resolve, reject }: Call): Promise<void> {
    try {
      const value = run();
      this.#history.update(name + withoutTimes(value));
      resolve(value);
    } catch (error) {
      this.#history.update(`${name}!`);
      reject(error);
    }
    await settled();
  }
}

/** After this, whatever could go on without another call has. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Two histories that differ only in when things happened are one: how late it is decides only through what is done. */
function withoutTimes(value: unknown): string {
  return (JSON.stringify(value) ?? '').replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '""');
}
