import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, fit, printable, width } from './printable.ts';

test('characters that could deceive or move the cursor are shown as code points', () => {
  assert.equal(printable('a\nb\u001b[2J\u202egpj.exe'), 'a\\u{a}b\\u{1b}[2J\\u{202e}gpj.exe');
  assert.equal(printable('straße 写真 👩‍👩‍👧.jpg'), 'straße 写真 👩‍👩‍👧.jpg');
});

test('a long name is cut in the middle and never exceeds the columns', () => {
  assert.equal(fit('short.png', 20), 'short.png');
  for (const name of ['a'.repeat(50), '写'.repeat(50), '📷a'.repeat(30)]) {
    for (const columns of [5, 6, 20, 21]) assert.ok(width(fit(name, columns)) <= columns);
  }
});

test('durations are as long as a person needs them', () => {
  assert.deepEqual([3.21, 48.4, 200, 7500].map(duration), ['3.2 s', '48 s', '3 min 20 s', '2 h 5 min']);
});
