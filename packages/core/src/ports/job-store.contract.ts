import { failureChecks } from './contracts/job-store-failures.ts';
import { fileChecks } from './contracts/job-store-files.ts';
import { jobChecks } from './contracts/job-store-jobs.ts';
import { registerChecks, type Check } from './contract.ts';
import type { JobStore } from './job-store.ts';

/** What every job store promises. */
export const jobStoreChecks: readonly Check<JobStore>[] = [...jobChecks, ...fileChecks, ...failureChecks];

/** Registers the contract's tests for one adapter; `make` gives an empty store each time. */
export function jobStoreContract(name: string, make: () => Promise<JobStore>): void {
  registerChecks(name, jobStoreChecks, make);
}
