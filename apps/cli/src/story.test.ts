import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { describeLine } from './commands/logs.ts';
import { followLines } from './follow.ts';
import { mergeStory, storyLines, type LogLine } from './story.ts';

function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'filemill-story-'));
  after(() => rmSync(dir, { recursive: true }));
  return dir;
}

function line(event: string, members: Partial<LogLine> = {}): LogLine {
  return { time: '2026-01-31T10:00:00.000Z', level: 'info', event, jobId: 'job1', ...members };
}

test("a job's story is its lines, over all files, without those of other jobs and broken ones", async () => {
  const dir = newFolder();
  const [one, two] = [join(dir, 'one'), join(dir, 'two')];
  const write = (path: string, lines: LogLine[]) =>
    writeFileSync(path, lines.map((each) => `${JSON.stringify(each)}\n`).join(''));
  write(one, [
    line('job.accepted'),
    line('file.running', { fileId: '000001' }),
    line('job.accepted', { jobId: 'job2' }),
    line('api.called', { jobId: 'other', note: 'mentions job1' }),
  ]);
  write(two, [line('file.running', { fileId: '000002' }), line('job.succeeded')]);
  appendFileSync(two, '{"time":"2026","jobId":"job1","ev');
  const eventsOf = async (fileId?: string) =>
    (await Array.fromAsync(storyLines([one, two], { jobId: 'job1', ...(fileId && { fileId }) }))).map(
      (each) => `${each.event} ${each.fileId ?? ''}`.trim(),
    );
  assert.deepEqual(await eventsOf(), [
    'job.accepted',
    'file.running 000001',
    'file.running 000002',
    'job.succeeded',
  ]);
  assert.deepEqual(await eventsOf('000002'), ['job.accepted', 'file.running 000002', 'job.succeeded']);
});

test('what the store knows fills the gaps of the log, in the order of time and not twice', () => {
  const at = (second: number) => `2026-01-31T10:00:0${second}.000Z`;
  const file = { fileId: '000001', attempt: 1 };
  const logged = [line('job.accepted', { time: at(1) }), line('file.failed', { ...file, time: at(4) })];
  const stored = [
    line('file.running', { ...file, time: at(2) }),
    line('file.failed', { ...file, time: at(4), error: 'told by the store' }),
  ];
  const story = mergeStory(logged, stored);
  assert.deepEqual(
    story.map(({ event, error }) => [event, error]),
    [
      ['job.accepted', undefined],
      ['file.running', undefined],
      ['file.failed', undefined],
    ],
  );
});

test('follows whole lines only, also into files that are new', () => {
  const dir = newFolder();
  const first = join(dir, 'filemill-2026-01-31.jsonl');
  writeFileSync(first, 'before\n');
  const followed = followLines(dir);
  assert.deepEqual([...followed()], []);
  appendFileSync(first, 'one\ntwo, cut o');
  assert.deepEqual([...followed()], ['one']);
  appendFileSync(first, 'ff\n');
  writeFileSync(join(dir, 'filemill-2026-02-01.jsonl'), 'three\n');
  assert.deepEqual([...followed()], ['two, cut off', 'three']);
  assert.deepEqual([...followed()], []);
});

test('a line for people is one line, and cannot steer their terminal', () => {
  const shown = describeLine(
    line('file.failed', {
      level: 'warn',
      fileId: '000002',
      attempt: 2,
      code: 'engine.crashed',
      error: 'ended \u001b[31mred\nand a stack',
    }),
  );
  assert.match(
    shown,
    /^2026-01-31 10:00:00\.000 ! file\.failed +000002 attempt 2 +code=engine\.crashed error="ended \\+u/,
  );
  assert.ok(!shown.includes('\u001b') && !shown.includes('\n'));
});
