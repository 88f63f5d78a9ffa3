import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createClient, type Client } from '@filemill/rpc/client';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startStandalone, type Standalone } from './start.ts';
import { jobEnd, submitTexts } from './testing/client.ts';
import { createPlainEngines } from './testing/plain-engines.ts';

/** Failures are grouped by cause over the API, and a group is tried again in every job at once. */

let root: string;
let server: Standalone;
let client: Client;
const plain = createPlainEngines();
let cured = false;
const engines = {
  ...plain,
  /** Fails for what an operator can cure, each time in slightly other words. */
  async inspect(path: string, name: string) {
    const media = await plain.inspect(path, name);
    if (name.startsWith('tall') && !cured) {
      throw new Error(`no model for "${name}" after ${Math.random()} s`);
    }
    return media;
  },
};

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'filemill-'));
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'dist', 'index.html'), '<!doctype html>');
  const config = readConfig({
    FILEMILL_DATA: join(root, 'data'),
    FILEMILL_PORT: '0',
    FILEMILL_LIMIT_ATTEMPTS: '1',
  });
  server = await startStandalone(config, { log: createLog('error'), distDir: join(root, 'dist'), engines });
  client = createClient({ url: server.url });
});
after(async () => {
  await server.stop();
  await rm(root, { recursive: true });
});

test('equal failures group across jobs, and the group is retried as one', async () => {
  const one = await submitTexts(client, { 'tall-1': 'a', 'tall-2': 'b', fine: 'c' });
  const two = await submitTexts(client, { 'tall-3': 'd', bad: 'fail' });
  await jobEnd(client, one);
  await jobEnd(client, two);

  const { failures } = await client.listFailures({});
  const shown = failures.map(({ code, detail, count }) => ({ code, detail, count }));
  assert.deepEqual(
    shown.toSorted((a, b) => b.count - a.count),
    [
      { code: 'internal', detail: 'Error: no model for <name> after # s', count: 3 },
      { code: 'file.corrupt', detail: 'The file is damaged.', count: 1 },
    ],
  );
  const { fingerprint, example } = failures.find(({ count }) => count === 3)!;
  assert.equal(example.jobId, one);

  cured = true;
  assert.deepEqual(await client.retryCause({ fingerprint }), { jobs: 2, retried: 3, waiting: 0 });
  assert.equal((await jobEnd(client, one)).state, 'succeeded');
  const { counts } = await jobEnd(client, two);
  assert.deepEqual([counts.succeeded, counts.failed], [1, 1]);
  assert.deepEqual(
    (await client.listFailures({})).failures.map(({ code }) => code),
    ['file.corrupt'],
  );
});

test('a cause that nothing failed for has nothing to retry', async () => {
  const none = { jobs: 0, retried: 0, waiting: 0 };
  assert.deepEqual(await client.retryCause({ fingerprint: '000000000000' }), none);
  await assert.rejects(client.retryCause({ fingerprint: 'no fingerprint' }), { status: 400 });
});
