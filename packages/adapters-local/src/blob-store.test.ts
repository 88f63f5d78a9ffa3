import { after } from 'node:test';
import { blobStoreContract } from '@filemill/core/ports/blob-store.contract';
import { makeTestFolder } from './test-support/database.ts';
import { startS3 } from './test-support/s3.ts';

blobStoreContract('blob store in a folder', async () => {
  const { blobs } = await startS3(after);
  return { blobs, dir: makeTestFolder(after) };
});
