import { registerChecks, type Check } from './contract.ts';
import type { BlobStoreUnderTest } from './contracts/blob-store-fixtures.ts';
import { blobStoreListChecks } from './contracts/blob-store-lists.ts';
import { blobStoreMultipartChecks } from './contracts/blob-store-multipart.ts';
import { blobStoreObjectChecks } from './contracts/blob-store-objects.ts';
import { blobStoreUrlChecks } from './contracts/blob-store-urls.ts';

export type { BlobStoreUnderTest } from './contracts/blob-store-fixtures.ts';

/** What every blob store promises. URLs are used as a browser uses them: over HTTP, with nothing but the URL. */
export const blobStoreChecks: readonly Check<BlobStoreUnderTest>[] = [
  ...blobStoreObjectChecks,
  ...blobStoreListChecks,
  ...blobStoreMultipartChecks,
  ...blobStoreUrlChecks,
];

/** Registers the contract's tests for one adapter; `make` gives a blob store whose buckets are empty. */
export function blobStoreContract(name: string, make: () => Promise<BlobStoreUnderTest>): void {
  registerChecks(name, blobStoreChecks, make);
}
