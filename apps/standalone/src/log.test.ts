import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { createLogFiles, listLogFiles } from './log/log-files.ts';
import { createLog } from './log.ts';

function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'filemill-logs-'));
  after(() => rmSync(dir, { recursive: true }));
  return join(dir, 'logs');
}

function namesIn(dir: string): string[] {
  return listLogFiles(dir).map((path) => basename(path));
}

test('shows lines from the level upwards, and keeps all of them', () => {
  let shown = '';
  let kept = '';
  const log = createLog('warn', {
    out: { write: (text) => (shown += text) },
    files: (text) => void (kept += text),
  });
  log.info('file.succeeded', { jobId: 'j', fileId: '000001', attempt: 1 });
  log.warn('file.failed', { jobId: 'j', fileId: '000002' });
  assert.equal(shown + kept, '', 'lines wait for each other');
  log.error('rpc.failed', { requestId: 'r' });
  const eventsOf = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: string }).event);
  assert.deepEqual(eventsOf(shown), ['file.failed', 'rpc.failed']);
  assert.deepEqual(eventsOf(kept), ['file.succeeded', 'file.failed', 'rpc.failed']);
  const { time, ...members } = JSON.parse(kept.split('\n', 1)[0]!) as Record<string, unknown>;
  assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
  assert.deepEqual(members, {
    level: 'info',
    event: 'file.succeeded',
    jobId: 'j',
    fileId: '000001',
    attempt: 1,
  });
});

test('writes a file a day and forgets those that are too old', () => {
  const dir = newFolder();
  let now = Date.parse('2026-01-30T12:00:00Z');
  const write = createLogFiles({ dir, days: 2, maxBytes: 1e6, now: () => now });
  for (let day = 0; day < 3; day++) {
    write(`{"day":${day}}\n`);
    now += 86_400_000;
  }
  assert.deepEqual(namesIn(dir), ['filemill-2026-01-31.jsonl', 'filemill-2026-02-01.jsonl']);
  assert.equal(readFileSync(join(dir, 'filemill-2026-02-01.jsonl'), 'utf8'), '{"day":2}\n');
});

test('takes no more room than it may, and goes on in the file of an earlier process', () => {
  const dir = newFolder();
  const open = () =>
    createLogFiles({ dir, days: 2, maxBytes: 8_000, now: () => Date.parse('2026-01-30T12:00:00Z') });
  const line = `${'x'.repeat(99)}\n`;
  open()(line);
  const write = open();
  for (let i = 0; i < 500; i++) write(line);
  const sizes = listLogFiles(dir).map((path) => statSync(path).size);
  assert.ok(sizes.reduce((sum, n) => sum + n, 0) <= 8_000);
  assert.ok(sizes.length >= 7, 'most of the room is used');
  assert.equal(namesIn(dir).at(-1), 'filemill-2026-01-30.50.jsonl');
});

test('lines that the disk did not take are counted, and nothing else suffers', () => {
  const dir = newFolder();
  writeFileSync(dir, 'a file where the folder should be');
  const write = createLogFiles({
    dir,
    days: 2,
    maxBytes: 8_000,
    now: () => Date.parse('2026-01-30T12:00:00Z'),
  });
  write('{"n":1}\n{"n":2}\n');
  write('{"n":3}\n');
  rmSync(dir);
  write('{"n":4}\n');
  const [first, second] = readFileSync(listLogFiles(dir)[0]!, 'utf8').trim().split('\n');
  assert.match(first!, /"event":"log.lost","lines":3/);
  assert.equal(second, '{"n":4}');
});
