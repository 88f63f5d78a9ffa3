import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeTestFolder } from '../test-support/database.ts';
import { loadCredentials } from './credentials.ts';

test('each data folder has a key pair of its own, for its owner only, and keeps it', () => {
  const [a, b] = [makeTestFolder(after), makeTestFolder(after)];
  const first = loadCredentials(a);
  assert.deepEqual(loadCredentials(a), first);
  assert.notEqual(loadCredentials(b).secretAccessKey, first.secretAccessKey);
  assert.equal(statSync(join(a, 's3-credentials.json')).mode & 0o777, 0o600);
});

test('a damaged file is an error, not a reason to make new keys', () => {
  const dir = makeTestFolder(after);
  writeFileSync(join(dir, 's3-credentials.json'), '{"accessKeyId":"a"}');
  assert.throws(() => loadCredentials(dir));
});
