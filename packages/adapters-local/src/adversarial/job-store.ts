import type { Clock, JobStore, Page } from '@filemill/core';
import type { Chance } from './chance.ts';
import { badNetwork } from './request.ts';

/** How old a row may be that a list lacks. */
const LAG_MS = 2_000;

/** A job store whose writes fail, with and without effect, and whose lists lag behind. Reads by key are sound. */
export function adversarialJobStore(jobs: JobStore, chance: Chance, clock: Clock): JobStore {
  const call = <T>(name: string, write: () => Promise<T>) => badNetwork(chance, name, write);

  const isFresh = ({ since }: { since: string }) => clock.now() - Date.parse(since) < LAG_MS;
  async function behind<T extends { since: string }>(list: Promise<Page<T>>): Promise<Page<T>> {
    const page = await list;
    return { ...page, items: page.items.filter((item) => !(isFresh(item) && chance.strikes('lag'))) };
  }

  return {
    ...jobs,
    createJob: (job) => call('createJob', () => jobs.createJob(job)),
    addFiles: (files) => call('addFiles', () => jobs.addFiles(files)),
    moveJob: (move) => call(`moveJob to ${move.to}`, () => jobs.moveJob(move)),
    moveFile: (move) => call(`moveFile to ${move.to}`, () => jobs.moveFile(move)),
    updateFile: (update) => call('updateFile', () => jobs.updateFile(update)),
    putReusable: (key, file) => call('putReusable', () => jobs.putReusable(key, file)),
    deleteJob: (jobId) => call('deleteJob', () => jobs.deleteJob(jobId)),
    listJobs: (query) => behind(jobs.listJobs(query)),
    listFiles: (query) => behind(jobs.listFiles(query)),
    listJobsByState: (query) => behind(jobs.listJobsByState(query)),
    listExpiredLeases: (query) => behind(jobs.listExpiredLeases(query)),
  };
}
