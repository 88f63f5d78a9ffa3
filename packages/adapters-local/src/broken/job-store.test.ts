import { after } from 'node:test';
import { FILE_STATES, type FailureGroup, type FileCounts, type JobStore } from '@filemill/core';
import { jobStoreChecks } from '@filemill/core/ports/job-store.contract';
import { createJobStore } from '../job-store.ts';
import { openTestDatabase } from '../test-support/database.ts';
import { expectCaught } from './expect-caught.ts';

/** A store that is sound but for some members. */
function breaking(change: (sound: JobStore) => Partial<JobStore>): () => Promise<JobStore> {
  return async () => {
    const sound = createJobStore(openTestDatabase(after));
    return { ...sound, ...change(sound) };
  };
}

expectCaught('broken job stores', jobStoreChecks, [
  {
    how: 'drops one move in twenty',
    noticedBy: 'keeps the counts in step while many move many files',
    make: breaking((sound) => {
      let moves = 0;
      return {
        moveFile: async (move) =>
          ++moves % 20 === 0
            ? { applied: true, file: await sound.getFile(move.jobId, move.fileId) }
            : sound.moveFile(move),
      };
    }),
  },
  {
    how: 'acknowledges before it writes',
    noticedBy: 'moves a file once, however many ask at once, and counts it once',
    make: breaking((sound) => ({
      async moveFile(move) {
        const file = await sound.getFile(move.jobId, move.fileId);
        const applied = file !== undefined && move.from.includes(file.state);
        setTimeout(() => void sound.moveFile(move).catch(() => undefined), 1); // too late for the check, or for the database
        return { applied, file: file && { ...file, state: move.to } };
      },
    })),
  },
  {
    how: 'looks first and writes later, without a condition',
    noticedBy: 'moves a job once, however many ask at once',
    make: breaking((sound) => ({
      async moveJob(move) {
        const job = await sound.getJob(move.jobId);
        if (!job || !move.from.includes(job.state)) return { applied: false, job };
        return { ...(await sound.moveJob(move)), applied: true };
      },
    })),
  },
  {
    how: 'says nothing of what is stored where it refuses',
    noticedBy:
      'tells a repeated move what is stored, and changes nothing: the first answer may have been lost',
    make: breaking((sound) => ({
      async moveFile(move) {
        const moved = await sound.moveFile(move);
        return moved.applied ? moved : { applied: false, file: undefined };
      },
    })),
  },
  {
    how: 'forgets the fence',
    noticedBy: 'fences off what a late worker writes',
    make: breaking((sound) => ({
      moveFile: (move) => sound.moveFile({ ...move, attempt: undefined }),
      updateFile: (update) => sound.updateFile({ ...update, attempt: undefined }),
    })),
  },
  {
    how: 'forgets the fence on heartbeats only',
    noticedBy: 'fences off what a late worker writes',
    make: breaking((sound) => ({
      updateFile: (update) => sound.updateFile({ ...update, attempt: undefined }),
    })),
  },
  {
    how: 'takes a lease that goes on',
    noticedBy: 'lets only one worker take over a lease, and only once it is over',
    make: breaking((sound) => ({ moveFile: (move) => sound.moveFile({ ...move, leaseBefore: undefined }) })),
  },
  {
    how: 'counts a repeated move twice',
    noticedBy: 'keeps the counts in step while many move many files',
    make: breaking((sound) => {
      let extra = 0;
      return {
        async moveFile(move) {
          const moved = await sound.moveFile(move);
          if (!moved.applied && move.to === 'succeeded') extra++;
          return moved;
        },
        async countFiles(jobId) {
          const counts = await sound.countFiles(jobId);
          return counts && { ...counts, succeeded: counts.succeeded + extra };
        },
      };
    }),
  },
  {
    how: 'counts a takeover as one more running file',
    noticedBy: 'lets only one worker take over a lease, and only once it is over',
    make: breaking((sound) => {
      let extra = 0;
      return {
        async moveFile(move) {
          const moved = await sound.moveFile(move);
          if (moved.applied && move.from.includes('running') && move.to === 'running') extra++;
          return moved;
        },
        async countFiles(jobId): Promise<FileCounts | undefined> {
          const counts = await sound.countFiles(jobId);
          return counts && { ...counts, running: counts.running + extra };
        },
      };
    }),
  },
  {
    how: 'forgets the idempotency key',
    noticedBy: 'makes one job for an idempotency key, however many ask at once',
    make: breaking((sound) => ({
      createJob: (job) => sound.createJob({ ...job, idempotencyKey: undefined }),
    })),
  },
  {
    how: 'lists by position, not by key',
    noticedBy: 'lists every file of a state once, though each leaves the state as it is read',
    make: breaking((sound) => ({
      async listFiles({ cursor, limit, ...query }) {
        const { items } = await sound.listFiles({ ...query, limit: 1000 });
        const start = Number(cursor ?? 0);
        const end = start + limit;
        return { items: items.slice(start, end), ...(end < items.length && { cursor: String(end) }) };
      },
    })),
  },
  {
    how: 'writes what no transition allows',
    noticedBy: 'refuses transitions that the table lacks, and writes nothing',
    make: breaking((sound) => ({
      moveJob: async ({ jobId }) => ({ applied: true, job: await sound.getJob(jobId) }),
    })),
  },
  {
    how: 'adds files to a frozen manifest',
    noticedBy: 'adds no file to a frozen manifest, nor to a job that is not there',
    make: breaking((sound) => ({ addFiles: (files) => sound.addFiles(files).catch(() => undefined) })),
  },
  {
    how: 'shows drafts',
    noticedBy: "lists an owner's jobs newest first, without drafts, deleted ones and other people's",
    make: breaking((sound) => ({
      async listJobs(query) {
        const { items } = await sound.listJobs(query);
        const drafts = await sound.listJobsByState({ state: 'draft', before: '9', limit: 100 });
        return { items: [...items, ...drafts.items] };
      },
    })),
  },
  {
    how: 'leaves files of a deleted job behind',
    noticedBy: 'removes a job that is being deleted, in steps, and nothing of another',
    make: breaking((sound) => {
      const gone = new Set<string>();
      return {
        async deleteJob(jobId) {
          const job = await sound.getJob(jobId);
          if (job && job.state !== 'deleting') return sound.deleteJob(jobId);
          gone.add(jobId);
          return true;
        },
        getJob: async (jobId) => (gone.has(jobId) ? undefined : sound.getJob(jobId)),
        countFiles: async (jobId) => (gone.has(jobId) ? undefined : sound.countFiles(jobId)),
      };
    }),
  },
  {
    how: 'loses track of a state',
    noticedBy: 'keeps the counts in step while many move many files',
    make: breaking((sound) => ({
      async countFiles(jobId) {
        const counts = await sound.countFiles(jobId);
        const last = FILE_STATES.findLast((state) => counts?.[state]);
        return counts && last && { ...counts, [last]: 0 };
      },
    })),
  },
  {
    how: 'groups failures by their message',
    noticedBy: 'groups failed files by cause across jobs, with counts, times and an example',
    make: breaking((sound) => ({
      moveFile: ({ set, ...move }) => {
        const error = set?.error && { ...set.error, cause: `of ${move.jobId} only, in words` };
        return sound.moveFile({ ...move, set: { ...set, ...(error && { error }) } });
      },
    })),
  },
  {
    how: 'counts a failure each time it is told',
    noticedBy: 'counts a failure once, however often it is told, and however many tell it at once',
    make: breaking((sound) => {
      let repeated = 0;
      return {
        async moveFile(move) {
          const moved = await sound.moveFile(move);
          if (!moved.applied && move.to === 'failed') repeated++;
          return moved;
        },
        async listFailures(query) {
          const page = await sound.listFailures(query);
          return { ...page, items: page.items.map((group) => ({ ...group, count: group.count + repeated })) };
        },
      };
    }),
  },
  {
    how: 'keeps retried files among the failed ones',
    noticedBy: 'takes a file out of its group when it leaves failed, and the group away with the last',
    make: breaking((sound) => {
      const groups = new Map<string, FailureGroup>();
      return {
        async listFailures(query) {
          const page = await sound.listFailures(query);
          for (const group of page.items) groups.set(group.fingerprint, group);
          return { ...page, items: [...groups.values()] };
        },
        async moveFile(move) {
          const moved = await sound.moveFile(move);
          if (move.to === 'failed') await this.listFailures!({ owner: 'ada', limit: 10 });
          return moved;
        },
      };
    }),
  },
  {
    how: "shows everybody everybody's failures",
    noticedBy: "keeps owners' failures apart",
    make: breaking((sound) => ({
      createJob: (job) => sound.createJob({ ...job, owner: 'all' }),
      listFailures: (query) => sound.listFailures({ ...query, owner: 'all' }),
      listFilesByCause: (query) => sound.listFilesByCause({ ...query, owner: 'all' }),
    })),
  },
  {
    how: 'counts failures of deleted jobs',
    noticedBy: 'forgets the failures of a job that is removed',
    make: breaking((sound) => {
      let gone = 0;
      return {
        async deleteJob(jobId) {
          gone += (await sound.countFiles(jobId))?.failed ?? 0;
          return sound.deleteJob(jobId);
        },
        async listFailures(query) {
          const page = await sound.listFailures(query);
          return { ...page, items: page.items.map((group) => ({ ...group, count: group.count + gone })) };
        },
      };
    }),
  },
]);
