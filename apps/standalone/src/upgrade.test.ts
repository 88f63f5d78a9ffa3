import assert from 'node:assert/strict';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { auditFolder } from './maintenance/audit.ts';
import { DATA_FOLDERS } from './testing/record-data-folder.ts';
import { ended, makeSite, silentLog, startTestServer, upload } from './testing/server.ts';

/** Data folders as released versions left them. */
const folders = await readdir(DATA_FOLDERS);
assert.ok(folders.length > 0);

for (const name of folders) {
  test(`goes on from a data folder of ${name}, and accounts for all that is in it`, async () => {
    const site = await makeSite();
    after(site.remove);
    await unpack(join(DATA_FOLDERS, name), site.config.dataDir);
    const { server, client } = await startTestServer(site.root, site.config);
    after(() => server.stop());
    const { jobs } = await client.listJobs({});
    assert.deepEqual(jobs.map(({ state }) => state).toSorted(), ['partial', 'uploading']);
    const partial = jobs.find(({ state }) => state === 'partial')!;
    const { url } = await client.getResult({ jobId: partial.jobId, fileId: '000001', analysis: 'text' });
    assert.match(await (await fetch(url)).text(), /alpha/);
    await client.retryFiles({ jobId: partial.jobId });
    assert.equal((await ended(client, partial.jobId)).counts.failed, 1);
    const open = jobs.find(({ state }) => state === 'uploading')!;
    await upload(client, { jobId: open.jobId, fileId: '000001' }, 'late');
    assert.equal((await ended(client, open.jobId)).state, 'succeeded');
    await server.stop();

    const findings: string[] = [];
    const onFinding = ({ code, detail }: { code: string; detail: string }) =>
      void findings.push(`${code} ${detail}`);
    const { wrong } = await auditFolder(site.config, { deep: true, log: silentLog, onFinding });
    assert.deepEqual([wrong, findings.filter((line) => !line.startsWith('object.leftover'))], [0, []]);
  });
}

async function unpack(from: string, dataDir: string): Promise<void> {
  await cp(from, dataDir, { recursive: true });
  const sqlite = new DatabaseSync(join(dataDir, 'filemill.sqlite'));
  sqlite.exec(await readFile(join(from, 'filemill.sql'), 'utf8'));
  sqlite.close();
}
