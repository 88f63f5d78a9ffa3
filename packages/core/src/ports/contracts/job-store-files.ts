import assert from 'node:assert/strict';
import { failureCause } from '../../failure-cause.ts';
import { FILE_STATES, type FileState } from '../../file.ts';
import { NO_FILES } from '../../job.ts';
import { eventually, together, type Check } from '../contract.ts';
import { addJob, addRunningFile, draft, pending, readAll, second } from './job-store-fixtures.ts';
import type { JobStore } from '../job-store.ts';

/** What a job store promises about files. */
export const fileChecks: readonly Check<JobStore>[] = [
  {
    name: 'adds files to a draft once, however often they are added',
    async check(make) {
      const store = await make();
      await store.createJob(draft('j1'));
      const files = [0, 1, 2].map((index) => pending('j1', index));
      await together(4, () => store.addFiles(files));
      await store.addFiles([{ ...files[0]!, name: 'another name' }, pending('j1', 3)]);
      assert.equal((await store.getFile('j1', '000001'))?.name, files[0]!.name);
      assert.deepEqual(await store.countFiles('j1'), { ...NO_FILES, pending: 4 });
    },
  },
  {
    name: 'adds no file to a frozen manifest, nor to a job that is not there',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 1 });
      await store.addFiles([pending('j1', 0)]);
      await assert.rejects(store.addFiles([pending('j1', 1)]), { code: 'job.wrong_state' });
      await assert.rejects(store.addFiles([pending('j2', 0)]), { code: 'job.not_found' });
      assert.deepEqual(await store.countFiles('j1'), { ...NO_FILES, pending: 1 });
    },
  },
  {
    name: 'keeps every member of a file; those set to undefined are removed',
    async check(make) {
      const store = await make();
      const fileId = await addRunningFile(store, 'j1');
      const error = { code: 'file.corrupt' as const, message: 'Broken.', cause: 'line 1\nline 2' };
      const attempts = [{ attempt: 1, startedAt: second(3), endedAt: second(4), error }];
      const set = { attempts, error, leaseUntil: undefined, kind: 'image' as const };
      const moved = await store.moveFile({
        jobId: 'j1',
        fileId,
        from: ['running'],
        to: 'failed',
        at: second(4),
        set,
      });
      const kept = { state: 'failed' as const, since: second(4), attempt: 1, tries: 1, attempts, error };
      const cause = failureCause(error).fingerprint;
      const expected = pending('j1', 0, { ...kept, kind: 'image', cause });
      assert.deepEqual(moved, {
        applied: true,
        file: expected,
        left: { state: 'running', since: second(3) },
      });
      assert.deepEqual(await store.getFile('j1', fileId), expected);
    },
  },
  {
    name: 'moves a file once, however many ask at once, and counts it once',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 2 });
      const move = { jobId: 'j1', fileId: '000001', from: ['pending' as const], to: 'uploaded' as const };
      const moves = await together(30, () => store.moveFile({ ...move, at: second(1) }));
      assert.equal(moves.filter(({ applied }) => applied).length, 1);
      for (const { file } of moves) assert.equal(file?.state, 'uploaded', 'all are told what is stored');
      assert.deepEqual(await store.countFiles('j1'), { ...NO_FILES, pending: 1, uploaded: 1 });
      const nobody = await store.moveFile({ ...move, fileId: '000009', at: second(1) });
      assert.deepEqual(nobody, { applied: false, file: undefined });
    },
  },
  {
    name: 'tells a repeated move what is stored, and changes nothing: the first answer may have been lost',
    async check(make) {
      const store = await make();
      const fileId = await addRunningFile(store, 'j1');
      const end = { jobId: 'j1', fileId, from: ['running' as const], to: 'succeeded' as const, attempt: 1 };
      const first = await store.moveFile({ ...end, at: second(5), set: { leaseUntil: undefined } });
      const again = await store.moveFile({ ...end, at: second(6), set: { attempt: 9 } });
      assert.deepEqual(again, { applied: false, file: first.file });
      assert.deepEqual(await store.getFile('j1', fileId), first.file);
      assert.equal((await store.countFiles('j1'))?.succeeded, 1);
    },
  },
  {
    name: 'lets only one worker take over a lease, and only once it is over',
    async check(make) {
      const store = await make();
      const fileId = await addRunningFile(store, 'j1');
      const takeOver = (leaseBefore: string) =>
        store.moveFile({
          jobId: 'j1',
          fileId,
          from: ['running'],
          to: 'running',
          at: leaseBefore,
          attempt: 1,
          leaseBefore,
          set: { attempt: 2, leaseUntil: second(120) },
        });
      assert.equal((await takeOver(second(59))).applied, false, 'the lease goes on until second 60');
      const taken = await together(10, () => takeOver(second(61)));
      assert.equal(taken.filter(({ applied }) => applied).length, 1);
      assert.deepEqual(await store.countFiles('j1'), { ...NO_FILES, running: 1 });
    },
  },
  {
    name: 'fences off what a late worker writes',
    async check(make) {
      const store = await make();
      const fileId = await addRunningFile(store, 'j1');
      const late = { jobId: 'j1', fileId, attempt: 1 };
      const next = { leaseBefore: second(61), set: { attempt: 2, leaseUntil: second(120) } };
      await store.moveFile({ ...late, from: ['running'], to: 'running', at: second(61), ...next });
      const before = await store.getFile('j1', fileId);
      const ended = await store.moveFile({ ...late, from: ['running'], to: 'succeeded', at: second(62) });
      assert.equal(ended.applied, false);
      const kept = await store.updateFile({ ...late, in: ['running'], set: { leaseUntil: second(999) } });
      assert.equal(kept.applied, false);
      store.putProgress('j1', fileId, 1, { done: 9, total: 9, unit: 'pages', note: 'late' });
      assert.equal((await store.getProgress('j1', [fileId])).get(fileId)?.note, undefined);
      assert.deepEqual(await store.getFile('j1', fileId), before);
      const current = { jobId: 'j1', fileId, attempt: 2 };
      assert.ok((await store.updateFile({ ...current, in: ['running'], set: { tries: 2 } })).applied);
      assert.ok(
        (await store.moveFile({ ...current, from: ['running'], to: 'succeeded', at: second(63) })).applied,
      );
    },
  },
  {
    name: 'updates a file only in the states that are named, and leaves its state alone',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 1 });
      const multipart = { uploadId: 'u', partSize: 5 };
      const update = { jobId: 'j1', fileId: '000001', set: { multipart } };
      assert.equal((await store.updateFile({ ...update, in: ['running', 'queued'] })).applied, false);
      assert.equal((await store.updateFile({ ...update, in: ['pending'] })).applied, true);
      assert.deepEqual(await store.getFile('j1', '000001'), pending('j1', 0, { multipart }));
      assert.equal((await store.updateFile({ ...update, fileId: '000009', in: ['pending'] })).applied, false);
    },
  },
  {
    name: 'keeps the counts in step while many move many files',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 40 });
      const path: FileState[] = ['pending', 'uploaded', 'queued', 'running'];
      const drive = async (fileId: string, end: FileState) => {
        for (const [index, from] of path.entries()) {
          const to = path[index + 1] ?? end;
          const moves = await together(2, () =>
            store.moveFile({ jobId: 'j1', fileId, from: [from], to, at: second(index) }),
          );
          assert.equal(moves.filter(({ applied }) => applied).length, 1);
        }
      };
      await together(40, (index) => drive(pending('j1', index).fileId, index % 4 ? 'succeeded' : 'failed'));
      assert.deepEqual(await store.countFiles('j1'), { ...NO_FILES, succeeded: 30, failed: 10 });
      await eventually(async () => {
        for (const state of FILE_STATES) {
          const files = await readAll((cursor) => store.listFiles({ jobId: 'j1', state, limit: 7, cursor }));
          assert.equal(files.length, { ...NO_FILES, succeeded: 30, failed: 10 }[state], state);
        }
      });
    },
  },
  {
    name: "lists a job's files in the manifest's order, page by page",
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 11 });
      await addJob(store, 'j2', { files: 3 });
      await eventually(async () => {
        const files = await readAll((cursor) => store.listFiles({ jobId: 'j1', limit: 4, cursor }));
        assert.deepEqual(
          files,
          Array.from({ length: 11 }, (_, index) => pending('j1', index)),
        );
      });
    },
  },
  {
    name: 'lists every file of a state once, though each leaves the state as it is read',
    async check(make) {
      const store = await make();
      await addJob(store, 'j1', { files: 10 });
      const seen = await readAll(
        (cursor) => store.listFiles({ jobId: 'j1', state: 'pending', limit: 3, cursor }),
        async (files) => {
          for (const { jobId, fileId } of files) {
            await store.moveFile({ jobId, fileId, from: ['pending'], to: 'uploaded', at: second(1) });
          }
        },
      );
      assert.deepEqual(
        seen.map(({ fileId }) => Number(fileId)),
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      );
    },
  },
  {
    name: 'lists running files whose lease is over, oldest first',
    async check(make) {
      const store = await make();
      for (const [jobId, lease] of [
        ['j1', 30],
        ['j2', 10],
        ['j3', 20],
        ['j4', 70],
        ['j5', 5],
      ] as const) {
        const fileId = await addRunningFile(store, jobId);
        await store.updateFile({ jobId, fileId, in: ['running'], set: { leaseUntil: second(lease) } });
      }
      await store.moveFile({
        jobId: 'j5',
        fileId: '000001',
        from: ['running'],
        to: 'succeeded',
        at: second(6),
      });
      await eventually(async () => {
        const files = await readAll((cursor) =>
          store.listExpiredLeases({ before: second(70), limit: 2, cursor }),
        );
        assert.deepEqual(
          files.map(({ jobId }) => jobId),
          ['j2', 'j3', 'j1'],
        );
      });
    },
  },
  {
    name: 'shows the progress of nothing but the present attempt, if any',
    async check(make) {
      const store = await make();
      const fileId = await addRunningFile(store, 'j1');
      const progress = { done: 3, total: 12, unit: 'pages' as const, note: 'reading page 3 of 12' };
      store.putProgress('j1', fileId, 1, progress);
      store.putProgress('j1', '000009', 1, progress);
      const shown = await store.getProgress('j1', [fileId, '000009']);
      for (const [id, value] of shown) assert.deepEqual([id, value], [fileId, progress]);
      await store.moveFile({
        jobId: 'j1',
        fileId,
        from: ['running'],
        to: 'succeeded',
        at: second(9),
        attempt: 1,
      });
      assert.equal((await store.getProgress('j1', [fileId])).size, 0);
    },
  },
  {
    name: 'remembers the last result for a key',
    async check(make) {
      const store = await make();
      const result = {
        jobId: 'j1',
        fileId: '000001',
        kind: 'audio' as const,
        results: [],
        previews: [],
        failures: [],
      };
      assert.equal(await store.getReusable('key'), undefined);
      await store.putReusable('key', result);
      await store.putReusable('key', { ...result, jobId: 'j2' });
      assert.deepEqual(await store.getReusable('key'), { ...result, jobId: 'j2' });
    },
  },
];
