/** Chance that a seed repeats: mulberry32, a generator of 32 bits of state. */
export class Random {
  #state: number;

  /** Streams of one seed are independent, so that what one of them is asked doesn't move another. */
  constructor(seed: number, stream: string) {
    this.#state = Buffer.from(stream).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), seed);
  }

  /** 0 ≤ x < 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let x = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, `least` and `most` included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of the names, each as likely as its weight. */
  weighted<T extends string>(weights: Partial<Record<T, number>>): T {
    const entries = Object.entries(weights) as [T, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    const [last] = entries.at(-1)!;
    return entries.find(([, weight]) => (left -= weight) < 0)?.[0] ?? last;
  }
}
