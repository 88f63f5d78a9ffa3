import assert from 'node:assert/strict';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { systemClock } from '@filemill/core';
import { auditFolder } from './maintenance/audit.ts';
import { backUpFolder, restoreFolder } from './maintenance/backup.ts';
import { examine } from './maintenance/doctor.ts';
import { mountSmallDisk, noSmallDisk } from './testing/small-disk.ts';
import { ended, makeSite, silentLog, startTestServer, submit, upload } from './testing/server.ts';

/** What a disk can do to a data folder: each gives a clear state, no crash, and is over once it is cured. */

const site = await makeSite();
const findings: string[] = [];
const request = { log: silentLog, onFinding: ({ code }: { code: string }) => void findings.push(code) };

test(
  'a full disk: nothing new is accepted, nothing is lost, and all goes on once there is room',
  {
    skip: noSmallDisk,
  },
  async () => {
    const disk = mountSmallDisk(24);
    after(disk.unmount);
    const config = { ...site.config, dataDir: join(disk.dir, 'data') };
    const { server, client } = await startTestServer(site.root, config, silentLog);
    after(() => server.stop());
    const before = await submit(client, ['kept']);
    await ended(client, before);
    const { job } = await client.createJob({ files: [{ name: 'late.txt', size: 4 }] });
    const filler = join(disk.dir, 'filler');
    fill(filler);

    await assert.rejects(upload(client, { jobId: job.jobId, fileId: '000001' }, 'late'), /507.*StorageFull/s);
    const files = Array.from({ length: 2000 }, (_, index) => ({
      name: `${index} ${'x'.repeat(900)}`,
      size: 1,
    }));
    await assert.rejects(client.createJob({ files }), { code: 'storage.full', message: /free some space/ });
    assert.equal(
      (await client.getJob({ jobId: before })).job.state,
      'succeeded',
      'what is there can be read',
    );
    const space = (await examine(config, systemClock)).find(({ name }) => name === 'disk space');
    assert.deepEqual([space?.healthy, /make the disk larger/.test(space?.advice ?? '')], [false, true]);

    await rm(filler);
    await upload(client, { jobId: job.jobId, fileId: '000001' }, 'late');
    assert.equal((await ended(client, job.jobId)).state, 'succeeded');
  },
);

test(
  'a disk that is read-only: the server says so and ends; reading goes on',
  { skip: noSmallDisk },
  async () => {
    const disk = mountSmallDisk(24);
    after(disk.unmount);
    const config = { ...site.config, dataDir: join(disk.dir, 'data') };
    const first = await startTestServer(site.root, config);
    const jobId = await submit(first.client, ['kept']);
    await ended(first.client, jobId);
    await first.server.stop();

    disk.remount('ro');
    await assert.rejects(startTestServer(site.root, config), {
      code: 'storage.read_only',
      message: /make it writable/,
    });
    const ill = (await examine(config, systemClock))
      .filter(({ healthy }) => !healthy)
      .map(({ name }) => name);
    assert.ok(ill.includes('data folder'));

    disk.remount('rw');
    const second = await startTestServer(site.root, config);
    after(() => second.server.stop());
    assert.equal((await ended(second.client, jobId)).state, 'succeeded');
  },
);

test('a lost original: its file fails with the reason, the others go on, and it can be sent again', async () => {
  const { server, client } = await startTestServer(site.root, site.config, silentLog);
  after(() => server.stop());
  const jobId = await submit(client, ['good', 'fail for now']);
  await ended(client, jobId);
  await rm(pathOf(site.config.dataDir, `${jobId}/000002`));
  await client.retryFiles({ jobId });
  assert.equal((await ended(client, jobId)).state, 'partial');
  const { files } = await client.listFiles({ jobId, state: 'failed' });
  assert.deepEqual(
    [files[0]?.error?.code, files[0]?.attempt],
    ['upload.lost', 2],
    'at once, not after three attempts',
  );

  await client.retryFiles({ jobId });
  await upload(client, { jobId, fileId: '000002' }, 'now all well');
  assert.equal((await ended(client, jobId)).state, 'succeeded');
  await server.stop();
});

test('a corrupt page: the server and the doctor say so, and a backup brings everything back', async () => {
  const backupDir = join(site.root, 'backup');
  assert.equal((await backUpFolder(site.config, backupDir, request)).audit.jobs, 1);
  corrupt(join(site.config.dataDir, 'filemill.sqlite'));

  const database = (await examine(site.config, systemClock)).find(({ name }) => name === 'database');
  assert.deepEqual([database?.healthy, /restore/.test(database?.advice ?? '')], [false, true]);
  await assert.rejects(auditFolder(site.config, request), { code: 'storage.damaged' });
  await assert.rejects(startTestServer(site.root, site.config), {
    code: 'storage.damaged',
    message: /restore the last/,
  });

  const config = { ...site.config, dataDir: join(site.root, 'restored') };
  await restoreFolder(config, backupDir, request);
  const { server, client } = await startTestServer(site.root, config);
  after(() => server.stop());
  assert.equal((await client.listJobs({})).jobs.length, 1);
});

after(site.remove);

/** Takes all the room that is left, to the last block. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const size of [1 << 20, 4096]) {
    const chunk = Buffer.alloc(size);
    try {
      for (;;) writeSync(file, chunk);
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
    }
  }
  closeSync(file);
}

function pathOf(dataDir: string, key: string): string {
  const sqlite = new DatabaseSync(join(dataDir, 'filemill.sqlite'), { readOnly: true });
  const file = String(
    sqlite.prepare(`SELECT file FROM objects WHERE bucket = 'uploads' AND key = ?`).get(key)?.file,
  );
  sqlite.close();
  return join(dataDir, 'objects', 'uploads', file.slice(0, 2), file);
}

/** Writes noise over every page of the database but the first. */
function corrupt(path: string): void {
  const PAGE = 4096;
  const file = openSync(path, 'r+');
  for (let at = PAGE; at < statSync(path).size; at += PAGE)
    writeSync(file, Buffer.alloc(PAGE, 0xa5), 0, PAGE, at);
  closeSync(file);
}
