import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchFiles } from './match-files.ts';

const chosen = (name: string, size: number) => ({ name, file: new File(['x'.repeat(size)], name) });
const missing = [
  { fileId: '000001', name: 'scans/a.png', size: 3 },
  { fileId: '000002', name: 'scans/deep/b.png', size: 4 },
];

test('files are found by path and size, from whatever folder the choice begins', () => {
  const ids = (...files: ReturnType<typeof chosen>[]) =>
    matchFiles(missing, files).map(({ fileId }) => fileId);
  assert.deepEqual(ids(chosen('scans/a.png', 3), chosen('scans/deep/b.png', 4)), ['000001', '000002']);
  assert.deepEqual(ids(chosen('deep/b.png', 4)), ['000002']);
  assert.deepEqual(ids(chosen('home/scans/a.png', 3)), ['000001']);
});

test('another size or another name is another file', () => {
  assert.deepEqual(matchFiles(missing, [chosen('scans/a.png', 5), chosen('scans/ba.png', 3)]), []);
});
