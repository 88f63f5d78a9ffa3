import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@filemill/adapters-local';

const BIN = fileURLToPath(new URL('../bin/filemill', import.meta.url));
const root = await mkdtemp(join(tmpdir(), 'filemill-operate-'));
after(() => rm(root, { recursive: true }));

function filemill(
  data: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, FILEMILL_DATA: join(root, data) };
  return new Promise((resolve) => {
    execFile(BIN, args, { env, cwd: root }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

test('an empty data folder is accounted for, backed up, restored and found healthy', async () => {
  openDatabase(join(root, 'data')).close();
  const audit = await filemill('data', 'audit');
  assert.deepEqual([audit.code, audit.stderr], [0, '']);
  assert.match(audit.stdout, /All is accounted for/);
  assert.equal((await filemill('data', 'backup', 'backup')).code, 0);
  assert.equal((await filemill('restored', 'restore', 'backup')).code, 0);
  const doctor = await filemill('restored', 'doctor', '--json');
  const diagnoses = JSON.parse(doctor.stdout) as { name: string; healthy: boolean }[];
  assert.deepEqual(
    diagnoses.filter(({ healthy }) => !healthy),
    [],
  );
});

test('a server that runs keeps its folder to itself: repair says to stop it, audit does not mind', async () => {
  const database = openDatabase(join(root, 'busy'));
  const repair = await filemill('busy', 'audit', '--repair');
  assert.equal(repair.code, 2);
  assert.match(repair.stderr, new RegExp(`process ${process.pid}.*Stop that one`));
  assert.equal((await filemill('busy', 'audit')).code, 0);
  database.close();
});

test('wrong use ends with exit code 2 and says what is wrong', async () => {
  for (const [wanted, ...args] of [
    [/There is no data in/, 'audit'],
    [/There is no data in/, 'backup', 'somewhere'],
    [/no manifest/, 'restore', 'nowhere'],
    [/missing required argument/, 'backup'],
  ] as [RegExp, ...string[]][]) {
    const { code, stderr } = await filemill('none', ...args);
    assert.match(stderr, wanted);
    assert.equal(code, 2, args.join(' '));
  }
});
