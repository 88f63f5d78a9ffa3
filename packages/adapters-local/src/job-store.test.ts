import { after } from 'node:test';
import { jobStoreContract } from '@filemill/core/ports/job-store.contract';
import { createJobStore } from './job-store.ts';
import { openTestDatabase } from './test-support/database.ts';

jobStoreContract('job store on SQLite', async () => createJobStore(openTestDatabase(after)));
