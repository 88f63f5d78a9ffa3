import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorRecord } from './errors.ts';
import { failureCause } from './failure-cause.ts';

function failed(cause: string, members: Partial<ErrorRecord> = {}): ErrorRecord {
  return { code: 'engine.failed', message: 'The engine reported an error.', cause, ...members };
}

const alike: [what: string, one: string, other: string][] = [
  ['numbers', 'page 3 of 12 took 120.5 s', 'page 1 of 7 took 121 s'],
  ['quoted names', 'cannot open "Tax 2024.pdf"', 'cannot open "letter to Ann.pdf"'],
  ['paths', 'ENOENT: open /srv/data/scratch/a1/original', 'ENOENT: open /home/ann/data/scratch/zz/original'],
  ['addresses', 'segfault at 0x7ffe01 in decode', 'segfault at 0xdeadbeef in decode'],
  ['hashes', 'object 9f86d081884c7d65 is gone', 'object 60303ae22b998861 is gone'],
  [
    'uuids',
    'worker 123e4567-e89b-12d3-a456-426614174000 died',
    'worker 00000000-e89b-12d3-a456-426614174999 died',
  ],
  ['ids', 'no row for 01JABCDEFGH2KMNPQRSTVWXYZ0', 'no row for 01JXYZDEFGH2KMNPQRSTVWXAAA'],
  ['stacks', 'Error: bad stream\n    at decode (pdf.ts:10)', 'Error: bad stream\n    at read (pdf.ts:99)'],
];
for (const [what, one, other] of alike) {
  test(`failures that differ only in ${what} have one cause`, () => {
    assert.deepEqual(failureCause(failed(one)), failureCause(failed(other)));
  });
}

const different: [what: string, one: ErrorRecord, other: ErrorRecord][] = [
  ['code', failed('x'), failed('x', { code: 'engine.crashed' })],
  ['engine', failed('x', { engine: 'text' }), failed('x', { engine: 'vision' })],
  ['stage', failed('x', { stage: 'store' }), failed('x', { stage: 'analyze' })],
  ['what was said', failed('bad xref table'), failed('bad colour table')],
];
for (const [what, one, other] of different) {
  test(`failures that differ in ${what} have different causes`, () => {
    assert.notEqual(failureCause(one).fingerprint, failureCause(other).fingerprint);
  });
}

test('a cause tells nothing of names and paths, and is short', () => {
  const secret = '"Ann Example diagnosis.pdf" in /home/ann/private/scans failed: ' + 'word '.repeat(200);
  const { detail } = failureCause(failed(secret));
  assert.match(detail, /^<name> in <path> failed: word/);
  assert.ok(detail.length <= 200);
});

test('the stage follows from the code where the error does not say', () => {
  const stageOf = (code: ErrorRecord['code']) => failureCause({ code, message: 'x' }).stage;
  assert.equal(stageOf('upload.missing'), 'upload');
  assert.equal(stageOf('file.corrupt'), 'inspect');
  assert.equal(stageOf('document.too_many_pages'), 'inspect');
  assert.equal(stageOf('engine.timeout'), 'analyze');
  assert.equal(stageOf('storage.full'), 'store');
  assert.equal(stageOf('attempts.exhausted'), 'queue');
});
