import assert from 'node:assert/strict';
import { eventually, together, type Check } from '../contract.ts';
import { addJob, draft, pending, readAll, second } from './job-store-fixtures.ts';
import type { JobStore } from '../job-store.ts';

/** What a job store promises about jobs. */
export const jobChecks: readonly Check<JobStore>[] = [
  {
    name: 'keeps every member of a job, and knows none that was not made',
    async check(make) {
      const store = await make();
      const job = draft('j1', { idempotencyKey: 'key', fileCount: 3, totalBytes: 7 });
      assert.deepEqual(await store.createJob(job), { created: true, job });
      assert.deepEqual(await store.getJob('j1'), job);
      assert.equal(await store.getJob('j2'), undefined);
      assert.equal(await store.countFiles('j2'), undefined);
    },
  },
  {
    name: 'makes one job for an idempotency key, however many ask at once',
    async check(make) {
      const store = await make();
      const asked = await together(20, (n) => store.createJob(draft(`j${n}`, { idempotencyKey: 'same' })));
      assert.equal(asked.filter(({ created }) => created).length, 1);
      assert.equal(new Set(asked.map(({ job }) => job.jobId)).size, 1, 'all are told of the same job');
      const other = await store.createJob(draft('k1', { owner: 'bob', idempotencyKey: 'same' }));
      assert.ok(other.created, "another owner's key is another key");
      const without = await together(3, (n) => store.createJob(draft(`l${n}`)));
      assert.ok(
        without.every(({ created }) => created),
        'jobs without a key are all made',
      );
    },
  },
  {
    name: 'moves a job once, however many ask at once',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1');
      const moves = await together(30, () =>
        store.moveJob({ jobId: 'j1', from: ['uploading'], to: 'ready', at: second(5), set: { round: 1 } }),
      );
      assert.equal(moves.filter(({ applied }) => applied).length, 1);
      for (const { job } of moves) assert.equal(job?.state, 'ready', 'all are told what is stored');
      const job = await store.getJob('j1');
      assert.deepEqual([job?.state, job?.since, job?.round], ['ready', second(5), 1]);
    },
  },
  {
    name: 'moves a job only from the states and in the round that are named',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1');
      const late = await store.moveJob({ jobId: 'j1', from: ['ready'], to: 'queued', at: second(9) });
      assert.deepEqual([late.applied, late.job?.state, late.job?.since], [false, 'uploading', second(0)]);
      const wrongRound = {
        jobId: 'j1',
        from: ['uploading' as const],
        to: 'ready' as const,
        at: second(9),
        round: 4,
      };
      assert.equal((await store.moveJob(wrongRound)).applied, false);
      assert.equal((await store.moveJob({ ...wrongRound, round: 0 })).applied, true);
      const nobody = await store.moveJob({ jobId: 'j2', from: ['ready'], to: 'queued', at: second(9) });
      assert.deepEqual([nobody.applied, nobody.job], [false, undefined]);
    },
  },
  {
    name: 'refuses transitions that the table lacks, and writes nothing',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 1 });
      const before = await store.getJob('j1');
      const job = store.moveJob({ jobId: 'j1', from: ['uploading'], to: 'succeeded', at: second(1) });
      await assert.rejects(job, { code: 'internal' });
      const file = { jobId: 'j1', fileId: '000001', from: ['pending' as const], to: 'succeeded' as const };
      await assert.rejects(store.moveFile({ ...file, at: second(1) }), { code: 'internal' });
      assert.deepEqual(await store.getJob('j1'), before);
      assert.equal((await store.getFile('j1', '000001'))?.state, 'pending');
    },
  },
  {
    name: "lists an owner's jobs newest first, without drafts, deleted ones and other people's",
    async check(make) {
      const store = await make();
      for (const n of [2, 1, 3]) await addJob(store, `j${n}`, { createdAt: second(n) });
      await addJob(store, 'theirs', { owner: 'bob' });
      await store.createJob(draft('unseen'));
      await addJob(store, 'going', { createdAt: second(4) });
      await store.moveJob({ jobId: 'going', from: ['uploading'], to: 'deleting', at: second(5) });
      await eventually(async () => {
        const { items, cursor } = await store.listJobs({ owner: 'ada', limit: 10 });
        assert.deepEqual(
          items.map(({ jobId }) => jobId),
          ['j3', 'j2', 'j1'],
        );
        assert.equal(cursor, undefined);
      });
    },
  },
  {
    name: 'lists each job that stays exactly once, while others come and go between the pages',
    async check(make) {
      const store = await make();
      // Equal times on purpose: a cursor must tell jobs of one moment apart.
      for (let n = 10; n < 20; n++) await addJob(store, `j${n}`, { createdAt: second(n >> 1) });
      await addJob(store, 'gone', { createdAt: second(5) });
      let newer = 20;
      const listed = await eventually(async () => {
        const all = await readAll(
          (cursor) => store.listJobs({ owner: 'ada', limit: 3, cursor }),
          async () => {
            await addJob(store, `j${newer}`, { createdAt: second(newer++) });
            await store.moveJob({ jobId: 'gone', from: ['uploading'], to: 'deleting', at: second(5) });
            await store.deleteJob('gone');
          },
        );
        const kept = all.map(({ jobId }) => jobId).filter((id) => id < 'j20' && id !== 'gone');
        assert.equal(kept.length, 10);
        return kept;
      });
      assert.deepEqual(
        listed,
        Array.from({ length: 10 }, (_, n) => `j${19 - n}`),
      );
    },
  },
  {
    name: 'lists jobs by state, oldest first, and only those from before a time',
    async check(make) {
      const store = await make();
      for (const n of [3, 1, 2, 9]) await addJob(store, `j${n}`, { owner: `o${n}`, since: second(n) });
      await addJob(store, 'moved', { since: second(1) });
      await store.moveJob({ jobId: 'moved', from: ['uploading'], to: 'ready', at: second(2) });
      await eventually(async () => {
        const query = { state: 'uploading' as const, before: second(9), limit: 2 };
        const jobs = await readAll((cursor) => store.listJobsByState({ ...query, cursor }));
        assert.deepEqual(
          jobs.map(({ jobId }) => jobId),
          ['j1', 'j2', 'j3'],
        );
      });
    },
  },
  {
    name: 'refuses a cursor that it did not give',
    async check(make) {
      const store = await make();
      await assert.rejects(store.listJobs({ owner: 'ada', limit: 3, cursor: 'nonsense' }), {
        code: 'input.invalid',
      });
      await assert.rejects(store.listFiles({ jobId: 'j1', limit: 3, cursor: btoa('[1]') }), {
        code: 'input.invalid',
      });
    },
  },
  {
    name: 'tells whoever moved a job which state it left and since when it had been in it',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { since: second(3) });
      const move = { jobId: 'j1', from: ['uploading' as const], to: 'ready' as const, at: second(9) };
      const moves = await together(3, () => store.moveJob(move));
      const left = moves.filter(({ applied }) => applied).map((moved) => moved.left);
      assert.deepEqual(left, [{ state: 'uploading', since: second(3) }]);
    },
  },
  {
    name: "counts a job's files again",
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 3 });
      await store.moveFile({
        jobId: 'j1',
        fileId: '000002',
        from: ['pending'],
        to: 'uploaded',
        at: second(1),
      });
      const counts = await store.recountFiles('j1');
      assert.deepEqual([counts?.pending, counts?.uploaded, counts?.failed], [2, 1, 0]);
      assert.deepEqual(await store.countFiles('j1'), counts);
      assert.equal(await store.recountFiles('j2'), undefined);
    },
  },
  {
    name: 'removes a job that is being deleted, in steps, and nothing of another',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 2500 });
      await addJob(store, 'j2', { files: 2 });
      const reusable = { results: [], previews: [], failures: [], fileId: '000001' };
      await store.putReusable('r1', { ...reusable, jobId: 'j1' });
      await store.putReusable('r2', { ...reusable, jobId: 'j2' });
      await assert.rejects(store.deleteJob('j1'), { code: 'job.wrong_state' });
      await store.moveJob({ jobId: 'j1', from: ['uploading'], to: 'deleting', at: second(5) });
      let calls = 1;
      while (!(await store.deleteJob('j1'))) calls++;
      assert.ok(calls < 1000, 'each step gets on');
      assert.ok(await store.deleteJob('j1'), 'repeating it is no error');
      assert.equal(await store.getJob('j1'), undefined);
      assert.equal(await store.countFiles('j1'), undefined);
      assert.equal(await store.getFile('j1', pending('j1', 2499).fileId), undefined);
      assert.deepEqual((await store.listFiles({ jobId: 'j1', limit: 5 })).items, []);
      assert.equal(await store.getReusable('r1'), undefined);
      assert.equal((await store.countFiles('j2'))?.pending, 2);
      assert.ok(await store.getReusable('r2'));
    },
  },
];
