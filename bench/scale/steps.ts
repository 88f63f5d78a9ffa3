import { iso, type FileState } from '@filemill/core';
import { fileIdAt } from '@filemill/core/pipeline';
import { makeJob, OWNER, type Store } from './store.ts';

/** Files that one turn is about. */
const TURN = 100;
const PAGES = 5;

/** The steps by name: each does one turn in a store and says how many times it did what it is named after. */
export const STEPS: Record<string, (store: Store) => Promise<number>> = {
  'createJob and addFiles, a file': async (store) => {
    store.jobIds.push(await makeJob(store.jobs, TURN));
    return TURN;
  },

  'deleteJob, a file': async ({ jobs, jobIds, files, filesPerJob }) => {
    if (jobIds.length * filesPerJob <= files) throw new Error('There is no job that was added.');
    const jobId = jobIds.pop()!;
    await jobs.moveJob({ jobId, from: ['uploading'], to: 'deleting', at: iso(Date.now()) });
    while (!(await jobs.deleteJob(jobId)));
    return TURN;
  },

  'moveFile, 100 at once, a file': async (store) => {
    const files = filesSomewhere(store);
    await Promise.all(files.map((file) => move(store, file, 'pending', 'cancelled')));
    await Promise.all(files.map((file) => move(store, file, 'cancelled', 'pending')));
    return 2 * TURN;
  },

  'moveFile, one by one, a file': async (store) => {
    for (const file of filesSomewhere(store)) {
      await move(store, file, 'pending', 'cancelled');
      await move(store, file, 'cancelled', 'pending');
    }
    return 2 * TURN;
  },

  'getFile of files side by side': async (store) => {
    for (const { jobId, fileId } of filesSomewhere(store)) await store.jobs.getFile(jobId, fileId);
    return TURN;
  },

  'getFile of files anywhere': async (store) => {
    for (let i = 0; i < TURN; i++) {
      const [file] = filesSomewhere(store, 1);
      await store.jobs.getFile(file!.jobId, file!.fileId);
    }
    return TURN;
  },

  'listFiles, a page of 100': (store) => readPages(store),
  'listFiles of a state, a page of 100': (store) => readPages(store, 'pending'),

  countFiles: async (store) => {
    for (let i = 0; i < TURN; i++) await store.jobs.countFiles(draw(store.jobIds));
    return TURN;
  },

  'listJobs, a page of 20': async ({ jobs }) => {
    for (let i = 0; i < TURN; i++) await jobs.listJobs({ owner: OWNER, limit: 20 });
    return TURN;
  },
};

async function readPages({ jobs, jobIds }: Store, state?: FileState): Promise<number> {
  const jobId = draw(jobIds);
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    ({ cursor } = await jobs.listFiles({ jobId, limit: 100, cursor, ...(state && { state }) }));
  }
  return PAGES;
}

async function move(
  { jobs }: Store,
  file: { jobId: string; fileId: string },
  from: FileState,
  to: FileState,
): Promise<void> {
  const { applied } = await jobs.moveFile({ ...file, from: [from], to, at: iso(Date.now()) });
  if (!applied) throw new Error(`A file was not ${from}.`);
}

/** Files beside one another in a job, both drawn. */
function filesSomewhere({ jobIds, filesPerJob }: Store, count = TURN): { jobId: string; fileId: string }[] {
  const jobId = draw(jobIds);
  const first = Math.floor(Math.random() * (filesPerJob - count + 1));
  return Array.from({ length: count }, (_, i) => ({ jobId, fileId: fileIdAt(first + i) }));
}

function draw<T>(all: T[]): T {
  return all[Math.floor(Math.random() * all.length)]!;
}
