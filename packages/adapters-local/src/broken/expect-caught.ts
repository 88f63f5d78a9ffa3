import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Check } from '@filemill/core/ports/contract';

/** An adapter that breaks one promise on purpose, and the check that must notice. */
export interface Broken<Subject> {
  how: string;
  noticedBy: string;
  make: () => Promise<Subject>;
}

/** Tests of a contract's tests: each broken adapter fails the check that is there for it, by an assertion. */
export function expectCaught<Subject>(
  name: string,
  checks: readonly Check<Subject>[],
  broken: Broken<Subject>[],
): void {
  describe(name, { concurrency: true }, () => {
    for (const { how, noticedBy, make } of broken) {
      test(`one that ${how} is caught`, async () => {
        const found = checks.find((each) => each.name === noticedBy);
        assert.ok(found, `there is a check "${noticedBy}"`);
        await assert.rejects(found.check(make), assert.AssertionError);
      });
    }
  });
}
