import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import type { FindingCode } from '@filemill/core/audit';
import { ended, makeSite, silentLog, startTestServer, submit } from '../testing/server.ts';
import { auditFolder, repairFolder } from './audit.ts';

/** Everything that can be missing or wrong is put into a real data folder by hand, and the audit has to name it. */

const { root, config, remove } = await makeSite();
after(remove);
const { server, client } = await startTestServer(root, config);
const jobId = await submit(client, ['alpha', 'beta', 'fail', 'gamma']);
await ended(client, jobId);
await until(async () => (await auditNow()).report.wrong === 0);
const running = await auditNow();
await server.stop();

async function auditNow(options: { deep?: boolean; jobId?: string } = {}) {
  const codes: FindingCode[] = [];
  const onFinding = ({ code }: { code: FindingCode }) => void codes.push(code);
  const report = await auditFolder(config, { ...options, log: silentLog, onFinding });
  return { codes, report };
}

async function repairNow() {
  const done: [FindingCode, string | undefined][] = [];
  const report = await repairFolder(config, {
    log: silentLog,
    onFinding: ({ code }, repaired) => void done.push([code, repaired]),
  });
  return { done, report };
}

/** Changes the stores behind the server's back. */
function tamper(...statements: string[]): void {
  const sqlite = new DatabaseSync(join(config.dataDir, 'filemill.sqlite'));
  for (const sql of statements) sqlite.exec(sql);
  sqlite.close();
}

function pathOf(bucket: string, like: string): string {
  const sqlite = new DatabaseSync(join(config.dataDir, 'filemill.sqlite'), { readOnly: true });
  const row = sqlite.prepare('SELECT file FROM objects WHERE bucket = ? AND key LIKE ?').get(bucket, like);
  sqlite.close();
  const file = String(row?.file);
  return join(config.dataDir, 'objects', bucket, file.slice(0, 2), file);
}

async function until(probe: () => Promise<boolean>): Promise<void> {
  while (!(await probe())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a sound folder is clean, beside a running server and after it, to the last byte', async () => {
  assert.deepEqual([running.codes, running.report.jobs, running.report.files.succeeded], [[], 1, 3]);
  const { codes, report } = await auditNow({ deep: true });
  assert.deepEqual([codes, report.files.failed, report.objects], [[], 1, 7]);
  await assert.rejects(auditNow({ jobId: 'none' }), { code: 'job.not_found' });
});

test('counters out of step are found and set right', async () => {
  tamper('UPDATE job_counts SET succeeded = 2, running = 1');
  assert.deepEqual((await auditNow()).codes, ['counts.wrong']);
  assert.equal((await repairNow()).report.repairedWrong, 1);
  assert.deepEqual((await auditNow()).codes, []);
});

test('a receipt that is gone or lies is found and written again', async () => {
  const path = pathOf('results', '%/receipts/%');
  await rm(path);
  assert.deepEqual((await auditNow()).codes, ['receipt.missing']);
  await repairNow();
  assert.deepEqual((await auditNow()).codes, []);
  tamper(`UPDATE files SET since = '2020-01-01T00:00:00.000Z' WHERE file_id = '000002'`);
  assert.deepEqual((await auditNow()).codes, ['receipt.wrong']);
  await repairNow();
  assert.deepEqual((await auditNow()).codes, []);
});

test('a mail that was never sent is found and sent when the server runs again', async () => {
  await rm(join(config.dataDir, 'inbox'), { recursive: true });
  assert.deepEqual((await auditNow()).codes, ['mail.missing']);
  await repairNow();
  assert.deepEqual((await auditNow()).codes, [], 'it is on its way');
  const again = await startTestServer(root, config);
  await until(async () =>
    (await fetch(`${again.server.url}/inbox`)).text().then((page) => page.includes('0.txt')),
  );
  await again.server.stop();
  assert.deepEqual((await auditNow()).codes, []);
});

test('an event that was given up on is no excuse for what it should have brought', async () => {
  const path = pathOf('results', '%/receipts/%');
  await rm(path);
  const letter = (
    table: string,
    columns: string,
    values: string,
  ) => `INSERT INTO ${table} (queue, id, sent_at, ${columns})
    SELECT queue, 9999, 1, ${values}, '{"type":"job.ended","jobId":"${jobId}","round":1}'
    FROM queues WHERE name = 'events/keep-receipts'`;
  tamper(letter('messages', 'visible_at, body', '4e12'));
  assert.deepEqual((await auditNow()).codes, [], 'it is on its way');
  tamper('DELETE FROM messages WHERE id = 9999', letter('dead_letters', 'receive_count, body', '9'));
  assert.deepEqual((await auditNow()).codes, ['receipt.missing']);
  tamper('DELETE FROM dead_letters');
  await repairNow();
  assert.deepEqual((await auditNow()).codes, []);
});

test('objects of no job are found, and removed once they are old', async () => {
  const insert = (key: string, file: string) => `INSERT INTO objects VALUES
    ('results', '${key}', '${file}', 1, 'x', 'text/plain', '2020-01-01T00:00:00.000Z', NULL)`;
  const keys = ['gone/000001/1/text.json', `${jobId}/000009/1/text.json`, `${jobId}/000001/7/text.json`];
  tamper(...keys.map((key, index) => insert(key, `ab${index}`)));
  for (const index of keys.keys()) {
    const path = join(config.dataDir, 'objects', 'incoming', `ab${index}`);
    await writeFile(path, 'x');
  }
  const { codes, report } = await auditNow();
  assert.deepEqual(codes, ['object.leftover', 'object.orphan', 'object.orphan']);
  assert.deepEqual([report.wrong, report.leftovers], [2, 1]);
  const { done } = await repairNow();
  assert.deepEqual(
    done.map(([, repaired]) => repaired),
    ['removed', 'removed', 'removed'],
  );
  assert.deepEqual((await auditNow()).codes, []);
});

test('a file that waits without a task, or in a job that has ended, is found and helped on', async () => {
  tamper(
    `UPDATE files SET state = 'queued' WHERE file_id = '000001'`,
    `UPDATE job_counts SET succeeded = 2, queued = 1`,
    `UPDATE jobs SET state = 'running'`,
  );
  assert.deepEqual((await auditNow()).codes, ['task.missing', 'object.leftover']);
  await repairNow();
  assert.equal((await auditNow()).report.wrong, 0);
  tamper(`UPDATE jobs SET state = 'partial'`);
  assert.ok((await auditNow()).codes.includes('files.waiting'));
  await repairNow();
  await repairNow(); // the receipts say so after the second
  assert.equal((await auditNow()).report.wrong, 0);
});

test('lost and changed bytes are named, and are for a person or a backup to bring back', async () => {
  await rm(pathOf('uploads', '%/000002'));
  const result = pathOf('results', '%/000004/%');
  await rm(result);
  await writeFile(result, 'x');
  const { done, report } = await repairNow();
  assert.deepEqual(
    done.filter(([code]) => code !== 'object.leftover'),
    [
      ['original.missing', undefined],
      ['result.changed', undefined],
    ],
  );
  assert.deepEqual([report.wrong, report.repairedWrong], [2, 0]);
});

test('a file missing from its job, and an end that its files contradict', async () => {
  tamper(
    `DELETE FROM files WHERE file_id = '000003'`,
    'UPDATE job_counts SET failed = 0',
    `UPDATE jobs SET state = 'failed'`,
  );
  const { codes } = await auditNow();
  assert.ok(codes.includes('files.missing'));
  assert.ok(codes.includes('job.wrong_end'));
  assert.ok(codes.includes('receipt.orphan'));
});
