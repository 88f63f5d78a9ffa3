import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from '@filemill/core/ports/contract';
import { createClient } from '@filemill/rpc/client';
import { describeGroup } from './commands/failures.ts';

/** The commands of operators, asked of a running server. */

const BIN = fileURLToPath(new URL('../bin/filemill', import.meta.url));
let root: string;
let server: ChildProcess;
let url: string;
let jobId: string;

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'filemill-operate-'));
  const settings = {
    FILEMILL_DATA: root,
    FILEMILL_PORT: '0',
    FILEMILL_ENGINES: 'none',
    FILEMILL_LOG: 'error',
  };
  server = spawn(BIN, ['start'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: server.stdout! })) {
    const [, found] = /ready on (http\S+)/.exec(line) ?? [];
    if (!found) continue;
    url = found;
    break;
  }
  jobId = await cancelledJob();
});
after(async () => {
  server.kill('SIGTERM');
  await once(server, 'exit');
  await rm(root, { recursive: true });
});

async function cancelledJob(): Promise<string> {
  const client = createClient({ url });
  const { job } = await client.createJob({ files: [{ name: 'never.txt', size: 5 }] });
  await client.cancelJob({ jobId: job.jobId });
  return job.jobId;
}

async function filemill(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(BIN, args, { env: { ...process.env, FILEMILL_DATA: root } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout, stderr };
}

test("a job's story is told in order, as lines and as JSON", async () => {
  // The log is written every now and then: its last lines, and at first its folder, may be a moment late.
  const stdout = await eventually(async () => {
    const told = await filemill('logs', '--job', jobId, '--json', '--url', url);
    assert.equal(told.code, 0, told.stderr);
    assert.match(told.stdout, /job\.cancelled/);
    return told.stdout;
  }, 20);
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event);
  const expected = [
    'job.accepted',
    'job.create_asked',
    'job.cancel_asked',
    'job.cancelling',
    'file.cancelled',
    'job.cancelled',
  ];
  assert.deepEqual(
    events.filter((event) => expected.includes(event)),
    expected,
  );
  const shown = await filemill('logs', '--job', jobId, '--url', url);
  assert.match(shown.stdout, /file\.cancelled +000001 +from=pending/);
});

test('without failures there is nothing to list and nothing to retry', async () => {
  const listed = await filemill('failures', '--url', url);
  assert.deepEqual([listed.code, listed.stdout], [0, 'No file is failed.\n']);
  const retried = await filemill('retry', '--cause', '0123456789ab', '--url', url);
  assert.deepEqual([retried.code, retried.stdout], [0, 'No file is failed for that cause.\n']);
});

test('wrong use ends with exit code 2 and one line that says what to do', async () => {
  const unnamed = await filemill('retry', '--cause', 'all', '--url', url);
  assert.deepEqual([unnamed.code, unnamed.stderr.trim().split('\n').length], [2, 1]);
  assert.match(unnamed.stderr, /"filemill failures" lists them/);
  const nowhere = await filemill('failures', '--url', 'http://127.0.0.1:9');
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, /No server answers at http:\/\/127\.0\.0\.1:9/);
});

test('a group of failures is told in three lines: how many and why, what was said, where to look', () => {
  const times = { firstSeen: '2026-01-31T10:00:00.000Z', lastSeen: '2026-01-31T11:00:00.000Z' };
  const shown = describeGroup({
    fingerprint: '0123456789ab',
    code: 'engine.crashed',
    stage: 'analyze',
    engine: 'vision',
    detail: 'ended with \u001b[2J signal',
    count: 2,
    ...times,
    example: { jobId: 'j1', fileId: '000004' },
  });
  assert.deepEqual(shown.split('\n'), [
    '0123456789ab  2 files  engine.crashed (analyze, engine vision)',
    '    ended with \\u{1b}[2J signal',
    `    ${times.firstSeen} to ${times.lastSeen}, for example job j1 file 000004`,
    '',
  ]);
});
