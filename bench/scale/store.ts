import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createJobStore, openDatabase } from '@filemill/adapters-local';
import { DEFAULT_LIMITS, systemClock, type JobStore } from '@filemill/core';
import { createJob } from '@filemill/core/pipeline';

const JOB_FILES = 10_000;
/** Jobs of one file that every store has besides, so that none has too few for a page. */
const MORE_JOBS = 20;
export const OWNER = 'owner';

/** A job store that holds so many files. */
export interface Store {
  files: number;
  filesPerJob: number;
  jobs: JobStore;
  jobIds: string[];
  /** Of the database. */
  path: string;
  close(): void;
}

/** Makes a store of so many files in jobs of up to 10,000. */
export async function openStore(folder: string, files: number): Promise<Store> {
  const db = openDatabase(folder);
  const jobs = createJobStore(db);
  const filesPerJob = Math.min(files, JOB_FILES);
  const jobIds: string[] = [];
  while (jobIds.length * filesPerJob < files) jobIds.push(await makeJob(jobs, filesPerJob));
  for (let more = 0; more < MORE_JOBS; more++) await makeJob(jobs, 1);
  return { files, filesPerJob, jobs, jobIds, path: join(folder, 'filemill.sqlite'), close: () => db.close() };
}

/** Makes a job of so many files, through the pipeline's own step. */
export async function makeJob(jobs: JobStore, count: number): Promise<string> {
  const files = Array.from({ length: count }, (_, i) => ({
    name: `folder/scan ${i}.pdf`,
    size: 100_000 + i,
  }));
  const { job } = await createJob(
    { jobs, clock: systemClock, limits: DEFAULT_LIMITS, newId },
    { owner: OWNER, files, options: {} },
  );
  return job.jobId;
}

/** Ids that sort by the time of making, as the server's do. */
function newId(): string {
  return `${Date.now().toString(36)}-${randomUUID()}`;
}
