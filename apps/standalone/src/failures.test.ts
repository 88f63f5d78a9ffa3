import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createClient, type Client } from '@filemill/rpc/client';
import { createLog } from './log.ts';
import { startStandalone, type Standalone } from './start.ts';
import { createPlainEngines } from './testing/plain-engines.ts';
import { ended, makeSite, submit } from './testing/server.ts';

/** Failures are grouped by cause over the API, and a group is tried again in every job at once. */

let site: Awaited<ReturnType<typeof makeSite>>;
let server: Standalone;
let client: Client;
let cured = false;
const plain = createPlainEngines();
const engines = {
  ...plain,
  /** Fails for what an operator can cure, each time in slightly other words. */
  async inspect(path: string, name: string) {
    const text = await readFile(path, 'utf8');
    if (text.startsWith('tall') && !cured) throw new Error(`no model for "${name}" after ${Math.random()} s`);
    return plain.inspect(path, name);
  },
};

before(async () => {
  site = await makeSite();
  const config = { ...site.config, limits: { ...site.config.limits, attempts: 1 } };
  const distDir = join(site.root, 'dist');
  server = await startStandalone(config, { log: createLog('error'), distDir, engines });
  client = createClient({ url: server.url });
});
after(async () => {
  await server.stop();
  await site.remove();
});

test('equal failures group across jobs, and the group is retried as one', async () => {
  const one = await submit(client, ['tall a', 'tall b', 'fine']);
  const two = await submit(client, ['tall c', 'fail']);
  await ended(client, one);
  await ended(client, two);

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
  assert.equal((await ended(client, one)).state, 'succeeded');
  const { counts } = await ended(client, two);
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
