import assert from 'node:assert/strict';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import type { Client } from '@filemill/rpc/client';
import { ended, makeSite, silentLog, startTestServer, submit } from '../testing/server.ts';
import { backUpFolder, restoreFolder } from './backup.ts';

const site = await makeSite();
const backupDir = join(site.root, 'backup');
const findings: string[] = [];
const request = {
  log: silentLog,
  onFinding: ({ code, detail }: { code: string; detail: string }) => void findings.push(`${code} ${detail}`),
};

/** Keeps a server busy with jobs, some of which are deleted again; gives what was acknowledged and is to stay. */
async function load(client: Client, until: AbortSignal, acknowledged: string[]): Promise<void> {
  for (let n = 0; !until.aborted; n++) {
    const jobId = await submit(
      client,
      Array.from({ length: 8 }, (_, index) => `job ${n} file ${index}`),
    );
    if (n % 3 === 0) await ended(client, jobId).then(() => client.deleteJob({ jobId }));
    else acknowledged.push(jobId);
  }
}

test('a backup under load has all that was acknowledged before, and a server goes on from it', async () => {
  const { server, client } = await startTestServer(site.root, site.config);
  after(() => server.stop());
  const acknowledged: string[] = [];
  const enough = new AbortController();
  after(() => enough.abort());
  const loads = [load(client, enough.signal, acknowledged), load(client, enough.signal, acknowledged)];
  while (acknowledged.length < 6) await new Promise((resolve) => setTimeout(resolve, 10));
  const before = [...acknowledged];

  const first = await backUpFolder(site.config, backupDir, request);
  assert.deepEqual([first.audit.wrong, findings], [0, []]);
  assert.ok(first.backup.added >= before.length * 8);
  const second = await backUpFolder(site.config, backupDir, request);
  assert.ok(second.backup.added < second.backup.manifest.objects.count, 'only what is new');
  assert.deepEqual([second.audit.wrong, findings], [0, []]);
  enough.abort();
  await Promise.all(loads);
  await server.stop();

  const config = { ...site.config, dataDir: join(site.root, 'restored') };
  const { audit } = await restoreFolder(config, backupDir, request);
  assert.deepEqual([audit.wrong, findings], [0, []]);
  const restored = await startTestServer(site.root, config);
  for (const jobId of before) assert.equal((await ended(restored.client, jobId)).state, 'succeeded');
  await restored.server.stop();
  await assert.rejects(
    restoreFolder(config, backupDir, request),
    { code: 'input.invalid' },
    'it is not empty now',
  );
});

test('a backup on the same disk costs no room, and keeps no files that nothing needs', async () => {
  const { backup } = await backUpFolder(site.config, backupDir, request);
  const entries = await readdir(join(backupDir, 'objects'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  assert.equal(files.length, backup.manifest.objects.count);
  for (const { parentPath, name } of files) assert.equal((await stat(join(parentPath, name))).nlink, 2, name);
  assert.equal((await readdir(backupDir)).filter((name) => name.endsWith('.sqlite')).length, 1);
});

test('a folder that is no backup is left alone', async () => {
  const other = { ...site.config, dataDir: join(site.root, 'other') };
  await assert.rejects(restoreFolder(other, site.root, request), { code: 'input.invalid' });
  await assert.rejects(backUpFolder(site.config, site.root, request), { code: 'input.invalid' });
});

test('a damaged backup is not restored, nor one of a newer version', async () => {
  const other = { ...site.config, dataDir: join(site.root, 'other') };
  const copy = join(site.root, 'damaged');
  const { backup } = await backUpFolder(site.config, copy, request);
  const { manifest } = backup;
  const newer = JSON.stringify({ ...manifest, schema: manifest.schema + 1 });
  await writeFile(join(copy, 'manifest.json'), newer);
  await assert.rejects(restoreFolder(other, copy, request), { code: 'storage.newer' });

  await writeFile(join(copy, 'manifest.json'), JSON.stringify(manifest));
  const sqlite = new DatabaseSync(join(copy, manifest.database.file));
  sqlite.exec('UPDATE jobs SET round = 7');
  sqlite.close();
  await assert.rejects(restoreFolder(other, copy, request), { code: 'storage.damaged' });
  await rm(join(copy, manifest.database.file));
  await assert.rejects(restoreFolder(other, copy, request), { code: 'storage.damaged' });
});

after(site.remove);
