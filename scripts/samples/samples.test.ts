import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const SAMPLES = resolve(import.meta.dirname, '../../samples');
const names = (await readdir(SAMPLES)).filter((name) => !['README.md', 'truth.json'].includes(name));

test('of every sample it is written what is in it, and where it comes from', async () => {
  const truth = JSON.parse(await readFile(join(SAMPLES, 'truth.json'), 'utf8'));
  assert.deepEqual(new Set(Object.keys(truth)), new Set(names));
  const readme = await readFile(join(SAMPLES, 'README.md'), 'utf8');
  for (const name of names) assert.ok(readme.includes(`\`${name}\``), `${name} is not in samples/README.md`);
});

test('all samples together are small enough to be cloned by everybody', async () => {
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(SAMPLES, name))).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total < 8e6, `${total} bytes`);
});
