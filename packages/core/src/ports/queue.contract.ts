import { queueDeadLetterChecks } from './contracts/queue-dead-letters.ts';
import { queueLeaseChecks } from './contracts/queue-leases.ts';
import { registerChecks, type Check } from './contract.ts';
import type { QueueUnderTest } from './contracts/queue-fixtures.ts';

export type { Letter, QueueUnderTest } from './contracts/queue-fixtures.ts';

/**
 * What every queue promises. Nothing here asks for more than SQS gives: messages may come twice and in any order, so
 * the checks look at what has arrived in the end.
 */
export const queueChecks: readonly Check<QueueUnderTest>[] = [...queueLeaseChecks, ...queueDeadLetterChecks];

/** Registers the contract's tests for one adapter; `make` gives an empty queue each time. */
export function queueContract(name: string, make: () => Promise<QueueUnderTest>): void {
  registerChecks(name, queueChecks, make);
}
