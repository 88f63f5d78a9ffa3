import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileView } from '../api/types.ts';
import { describeFile, typeName } from './describe-file.ts';

const file: FileView = {
  jobId: 'j',
  fileId: '000001',
  name: 'a.pdf',
  size: 1,
  state: 'succeeded',
  since: '2026-01-01T00:00:00.000Z',
  attempt: 1,
  results: [],
  failures: [],
};

test('a failure comes before what is happening, and that before what it is', () => {
  const error = { code: 'file.encrypted' as const, message: 'Remove the password.' };
  const progress = { done: 1, total: 2, unit: 'pages' as const, note: 'reading page 2' };
  assert.deepEqual(describeFile({ ...file, error, progress }), {
    text: 'Remove the password. (file.encrypted)',
    isError: true,
  });
  assert.equal(describeFile({ ...file, progress }).text, 'reading page 2');
  const media = { kind: 'document' as const, mediaType: 'application/pdf', size: 1, sha256: '', pages: 12 };
  assert.equal(describeFile({ ...file, media }).text, 'PDF, 12 pages');
});

test('types have the names that people use', () => {
  assert.equal(typeName('image/heic'), 'HEIC');
  assert.equal(typeName('audio/x-wav'), 'WAV');
  assert.equal(typeName('audio/mpeg'), 'MP3');
});
