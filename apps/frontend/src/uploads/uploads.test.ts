import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../api/client.ts';
import { createSlots } from './slots.ts';
import { createUploads, type Uploads, type UploadsSnapshot } from './uploads.ts';

const expiresAt = '2030-01-01T00:00:00.000Z';

/** Uploads whose transfers end when `release` is called. */
function heldUploads(filesAtOnce = 4) {
  const arrived: string[] = [];
  const refused = new Set<string>();
  let release = () => {};
  const gate = new Promise<void>((open) => (release = open));
  const uploads = createUploads({
    filesAtOnce,
    inSlot: createSlots(4),
    notifyEvery: 0,
    api: {
      requestUpload: async ({ fileId }) => {
        if (refused.has(fileId)) throw new ApiError('upload.size_mismatch', 409, 'The size differs.');
        return { method: 'post', url: fileId, fields: {}, expiresAt };
      },
      completeUpload: async () => ({ file: {} as never }),
    },
    transport: {
      put: async () => {},
      postForm: async (url, _fields, file, { signal, onProgress }) => {
        onProgress(file.size / 2);
        await Promise.race([
          gate,
          new Promise((_, stop) => signal.addEventListener('abort', () => stop(signal.reason))),
        ]);
        arrived.push(url);
      },
    },
  });
  return {
    uploads,
    arrived,
    refused,
    release: () => release(),
  };
}

function until(uploads: Uploads, holds: (snapshot: UploadsSnapshot) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => holds(uploads.getSnapshot()) && (stop(), resolve());
    const stop = uploads.subscribe(check);
    check();
  });
}

const files = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    fileId: `f${i}`,
    name: `${i}.txt`,
    file: new Blob(['1234567890']),
  }));

test('a bounded number of files is under way and all arrive once', async () => {
  const { uploads, arrived, release } = heldUploads(3);
  uploads.add({ jobId: 'j', name: 'Job' }, files(10));
  await until(uploads, ({ jobs }) => jobs[0]?.sentBytes === 15);
  assert.equal(uploads.getSnapshot().jobs[0]!.sending.length, 3);
  release();
  await until(uploads, ({ active }) => !active);
  assert.equal(new Set(arrived).size, 10);
  assert.equal(arrived.length, 10);
  assert.equal(uploads.getSnapshot().jobs[0]!.sentBytes, 100);
});

test('a pause stops transfers and a resume sends what was not there yet', async () => {
  const { uploads, arrived, release } = heldUploads();
  uploads.add({ jobId: 'j', name: 'Job' }, files(2));
  await until(uploads, ({ jobs }) => jobs[0]?.sending.length === 2);
  uploads.pause();
  await until(uploads, ({ jobs, paused }) => paused && jobs[0]?.sending.length === 0);
  assert.deepEqual(arrived, []);
  assert.equal(uploads.getSnapshot().active, true);
  release();
  uploads.resume();
  await until(uploads, ({ active }) => !active);
  assert.deepEqual(new Set(arrived), new Set(['f0', 'f1']));
});

test('a file that is refused is named with its reason, does not stop the others, and can be sent again', async () => {
  const { uploads, arrived, refused, release } = heldUploads();
  refused.add('f1');
  release();
  uploads.add({ jobId: 'j', name: 'Job' }, files(3));
  await until(uploads, ({ active, jobs }) => !active && jobs[0]?.failed.length === 1);
  assert.deepEqual(uploads.getSnapshot().jobs[0]!.failed, [
    { fileId: 'f1', name: '1.txt', code: 'upload.size_mismatch', message: 'The size differs.' },
  ]);
  refused.clear();
  uploads.retry('j');
  await until(uploads, ({ active, jobs }) => !active && jobs[0]?.doneCount === 3);
  assert.equal(arrived.length, 3);
});

test('a dropped job sends nothing more and leaves the others alone', async () => {
  const { uploads, arrived, release } = heldUploads(1);
  uploads.add({ jobId: 'a', name: 'A' }, files(5));
  uploads.add({ jobId: 'b', name: 'B' }, [{ fileId: 'other', name: 'o', file: new Blob(['x']) }]);
  await until(uploads, ({ jobs }) => jobs[0]?.sending.length === 1);
  uploads.drop('a');
  release();
  await until(uploads, ({ active, jobs }) => !active && jobs.length === 1);
  assert.deepEqual(arrived, ['other']);
});
