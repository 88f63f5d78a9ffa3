import { describe, test } from 'node:test';

/**
 * One promise of a port: passes, or throws where the adapter that `make` gives breaks it. Each call of `make` gives an
 * adapter without content. Promises are plain functions so that they can also be tried on adapters that are broken on
 * purpose: a test of the tests.
 */
export interface Check<Subject> {
  name: string;
  check: (make: () => Promise<Subject>) => Promise<void>;
}

/** Registers a contract's promises as tests. */
export function registerChecks<Subject>(
  name: string,
  checks: readonly Check<Subject>[],
  make: () => Promise<Subject>,
): void {
  describe(name, () => {
    for (const { name: promise, check } of checks) test(promise, () => check(make));
  });
}

/** Repeats a probe until it passes: for what a port lets lag behind. Throws what the probe threw last. */
export async function eventually<T>(probe: () => Promise<T>, seconds = 3): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** The results of `n` calls made at the same time. */
export function together<T>(n: number, call: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: n }, (_, index) => call(index)));
}
