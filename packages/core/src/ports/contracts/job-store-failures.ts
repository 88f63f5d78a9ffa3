import assert from 'node:assert/strict';
import type { ErrorRecord } from '../../errors.ts';
import { failureCause } from '../../failure-cause.ts';
import { eventually, together, type Check } from '../contract.ts';
import type { FailureGroup, JobStore } from '../job-store.ts';
import { addJob, readAll, second } from './job-store-fixtures.ts';

const LATE: ErrorRecord = { code: 'upload.missing', message: 'The file did not arrive within 24 hours.' };
const WRONG: ErrorRecord = {
  code: 'upload.size_mismatch',
  message: '3 bytes arrived where 4 were announced.',
};
const WRONG_TOO: ErrorRecord = { ...WRONG, message: '50 bytes arrived where 60 were announced.' };

async function fail(store: JobStore, jobId: string, place: number, error: ErrorRecord, at = second(5)) {
  const fileId = String(place).padStart(6, '0');
  return store.moveFile({ jobId, fileId, from: ['pending'], to: 'failed', at, set: { error } });
}

async function groupsOf(store: JobStore, owner = 'ada'): Promise<FailureGroup[]> {
  return readAll((cursor) => store.listFailures({ owner, limit: 1, ...(cursor && { cursor }) }));
}

async function filesOf(store: JobStore, error: ErrorRecord, owner = 'ada'): Promise<string[]> {
  const { fingerprint } = failureCause(error);
  const files = await readAll((cursor) =>
    store.listFilesByCause({ owner, fingerprint, limit: 2, ...(cursor && { cursor }) }),
  );
  return files.map(({ jobId, fileId }) => `${jobId}/${fileId}`);
}

/** What a job store promises about failures that have a cause in common. */
export const failureChecks: readonly Check<JobStore>[] = [
  {
    name: 'groups failed files by cause across jobs, with counts, times and an example',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 3 });
      await addJob(store, 'j2', { files: 2 });
      await fail(store, 'j1', 3, LATE, second(6));
      await fail(store, 'j1', 2, WRONG, second(7));
      await fail(store, 'j1', 1, WRONG, second(8));
      await fail(store, 'j2', 1, WRONG_TOO, second(9));
      const expected = [
        { ...failureCause(WRONG), count: 3, firstSeen: second(7), lastSeen: second(9) },
        { ...failureCause(LATE), count: 1, firstSeen: second(6), lastSeen: second(6) },
      ].map((group, i) => ({ ...group, example: { jobId: 'j1', fileId: i === 0 ? '000001' : '000003' } }));
      await eventually(async () => {
        const groups = await groupsOf(store);
        assert.deepEqual(
          groups,
          expected.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)),
        );
        assert.deepEqual(await filesOf(store, WRONG), ['j1/000001', 'j1/000002', 'j2/000001']);
      });
    },
  },
  {
    name: 'counts a failure once, however often it is told, and however many tell it at once',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 8 });
      await together(8, async (i) => {
        for (let twice = 0; twice < 2; twice++) await fail(store, 'j1', i + 1, WRONG);
      });
      await eventually(async () => {
        assert.deepEqual(
          (await groupsOf(store)).map(({ count }) => count),
          [8],
        );
        assert.equal((await filesOf(store, WRONG)).length, 8);
      });
    },
  },
  {
    name: 'takes a file out of its group when it leaves failed, and the group away with the last',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 2 });
      await fail(store, 'j1', 1, WRONG);
      await fail(store, 'j1', 2, WRONG);
      const reopen = (fileId: string) =>
        store.moveFile({
          jobId: 'j1',
          fileId,
          from: ['failed'],
          to: 'pending',
          at: second(9),
          set: { error: undefined },
        });
      const { file } = await reopen('000001');
      assert.equal(file?.cause, undefined);
      await eventually(async () => {
        const [group] = await groupsOf(store);
        assert.equal(group?.count, 1);
        assert.deepEqual(group?.example, { jobId: 'j1', fileId: '000002' });
      });
      await reopen('000002');
      await eventually(async () => {
        assert.deepEqual(await groupsOf(store), []);
        assert.deepEqual(await filesOf(store, WRONG), []);
      });
    },
  },
  {
    name: "keeps owners' failures apart",
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 1 });
      await addJob(store, 'j2', { files: 1, owner: 'bob' });
      await fail(store, 'j1', 1, WRONG);
      await fail(store, 'j2', 1, WRONG);
      await eventually(async () => {
        assert.deepEqual(await filesOf(store, WRONG, 'ada'), ['j1/000001']);
        assert.deepEqual(await filesOf(store, WRONG, 'bob'), ['j2/000001']);
        assert.equal((await groupsOf(store, 'bob'))[0]?.count, 1);
      });
    },
  },
  {
    name: 'forgets the failures of a job that is removed',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 2 });
      await addJob(store, 'j2', { files: 1 });
      await fail(store, 'j1', 1, WRONG);
      await fail(store, 'j1', 2, LATE);
      await fail(store, 'j2', 1, WRONG);
      await store.moveJob({ jobId: 'j1', from: ['uploading'], to: 'deleting', at: second(9) });
      while (!(await store.deleteJob('j1')));
      await eventually(async () => {
        const groups = await groupsOf(store);
        assert.deepEqual(
          groups.map(({ code, count, example }) => [code, count, example.jobId]),
          [['upload.size_mismatch', 1, 'j2']],
        );
      });
    },
  },
];
