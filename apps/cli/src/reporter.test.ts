import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { Outcome } from './outcome.ts';
import { width } from './printable.ts';
import { createReporter } from './reporter.ts';
import { Summary } from './summary.ts';

const succeeded: Outcome = {
  status: 'succeeded',
  kind: 'image',
  analyses: ['text', 'labels'],
  seconds: 3.21,
};
const failed: Outcome = {
  status: 'failed',
  analyses: [],
  error: { code: 'file.corrupt', message: 'It is damaged.' },
  seconds: 1,
};

test('where there is no terminal, each file is a line and nothing moves', () => {
  const { stream, written } = fakeStream({ isTTY: false });
  const reporter = createReporter(stream);
  reporter.started('a.png');
  reporter.progressed('a.png', { done: 1, total: 2, unit: 'pages', note: 'reading' });
  reporter.ended('a.png', succeeded);
  reporter.ended('b.png', failed);
  reporter.close();
  assert.deepEqual(written, [
    'a.png: text, labels in 3.2 s\n',
    'b.png: failed: It is damaged. (file.corrupt)\n',
  ]);
});

test('on a terminal there is a bar for the whole and for each file at work, within the columns', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { stream, written } = fakeStream({ isTTY: true, columns: 80, rows: 10 });
  const reporter = createReporter(stream);
  reporter.total(4);
  reporter.started('done.png');
  reporter.ended('done.png', succeeded);
  const long = `${'写真'.repeat(30)}.tiff`;
  reporter.started(long);
  reporter.progressed(long, { done: 1, total: 2, unit: 'pages', note: 'reading page 1 of 2' });
  t.mock.timers.tick(100);

  const rows = stripVTControlCharacters(written.join('')).trim().split('\n');
  assert.equal(rows.length, 2);
  assert.match(rows[0] ?? '', / 37 % 1 of 4 files/);
  assert.match(rows[1] ?? '', / 50 % reading page 1 of 2 {2}写.*…/);
  for (const row of rows) assert.ok(width(row) < 80);

  reporter.ended(long, failed);
  assert.match(written.join(''), /写真\.tiff: failed: It is damaged\. \(file\.corrupt\)\n/);
  reporter.close();
  assert.ok(written.at(-1)?.endsWith('\u001b[0J'));
});

test('the summary counts by kind, and failures by themselves', () => {
  const summary = new Summary();
  for (const outcome of [succeeded, succeeded, failed, { status: 'skipped' }] as Outcome[])
    summary.add(outcome);
  summary.leaveOut({ path: '/x/.git', reason: 'hidden' });
  assert.equal(summary.failures, 1);
  assert.deepEqual(summary.text().split('\n'), [
    'kind      succeeded   failed    time',
    'image             2        0   6.4 s',
    'unknown           0        1   1.0 s',
    'done before: 1',
    'left out: 1 × hidden',
  ]);
});

test('a folder that could not be looked into is a failure', () => {
  const summary = new Summary();
  summary.leaveOut({ path: '/x/locked', reason: 'unreadable folder' });
  assert.equal(summary.failures, 1);
});

function fakeStream(terminal: { isTTY: boolean; columns?: number; rows?: number }) {
  const written: string[] = [];
  const stream = { ...terminal, write: (text: string) => written.push(text) > 0 };
  return { stream: stream as unknown as NodeJS.WriteStream, written };
}
