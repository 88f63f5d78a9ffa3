/** Takes cores from a `CoreScheduler`: a worker process. */
export interface CoreUser {
  grantCore(): void;
}

/**
 * Shares the machine's cores out among all workers, so that they never compute more at once than there are cores. A
 * core goes to the waiting user that holds the fewest, and among equals to the one that has waited longest: a room with
 * many steps at once fills idle cores, and doesn't keep another file waiting.
 */
export class CoreScheduler {
  #free: number;
  readonly #waiting: CoreUser[] = [];
  readonly #held = new Map<CoreUser, number>();

  constructor(cores: number) {
    this.#free = cores;
  }

  request(user: CoreUser): void {
    this.#waiting.push(user);
    this.#grant();
  }

  /** Gives one core back. */
  release(user: CoreUser): void {
    const held = this.held(user);
    if (held === 0) return; // a worker that errs must not make cores out of nothing
    this.#held.set(user, held - 1);
    this.#free++;
    this.#grant();
  }

  /** Gives back all that a dead user held, and drops its requests. */
  forget(user: CoreUser): void {
    this.#free += this.held(user);
    this.#held.delete(user);
    for (let i = this.#waiting.length - 1; i >= 0; i--) {
      if (this.#waiting[i] === user) this.#waiting.splice(i, 1);
    }
    this.#grant();
  }

  held(user: CoreUser): number {
    return this.#held.get(user) ?? 0;
  }

  isWaiting(user: CoreUser): boolean {
    return this.#waiting.includes(user);
  }

  #grant(): void {
    while (this.#free > 0) {
      const [first, ...others] = this.#waiting;
      if (!first) return;
      const next = others.reduce((best, user) => (this.held(user) < this.held(best) ? user : best), first);
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#free--;
      this.#held.set(next, this.held(next) + 1);
      next.grantCore();
    }
  }
}
