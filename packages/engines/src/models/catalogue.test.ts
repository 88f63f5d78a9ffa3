import { FilemillError } from '@filemill/core';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { usedModels, verifiedModel } from './catalogue.ts';
import { MODELS, type ModelName } from './table.ts';

const NAMES = Object.keys(MODELS) as ModelName[];
const unverified = (error: unknown) => error instanceof FilemillError && error.code === 'model.unverified';

test('every model is in its package, in the listed version, with the listed hash', async () => {
  for (const name of NAMES) {
    const packageJson = findPackageJSON(MODELS[name].package, import.meta.url);
    assert.ok(packageJson, MODELS[name].package);
    const { version } = JSON.parse(await readFile(packageJson, 'utf8')) as { version: string };
    assert.equal(version, MODELS[name].version, MODELS[name].package);
    assert.equal(await verifiedModel(name), join(dirname(packageJson), MODELS[name].path));
  }
  const used = await usedModels(NAMES);
  assert.deepEqual(
    used,
    NAMES.map((name) => ({ name, sha256: MODELS[name].sha256 })),
  );
});

test('a folder of own models: a listed file is taken, the package stays the source of the others', async (t) => {
  const dir = await ownModels(t, 'silero_vad_v6.onnx', 'my own weights');
  assert.equal(await verifiedModel('silero_vad_v6.onnx', dir), join(dir, 'silero_vad_v6.onnx'));
  assert.deepEqual(await usedModels(['silero_vad_v6.onnx'], dir), [
    { name: 'silero_vad_v6.onnx', sha256: sha256('my own weights') },
  ]);
  assert.equal(await verifiedModel('human/centernet.bin', dir), await verifiedModel('human/centernet.bin'));
});

test('a changed byte is refused', async (t) => {
  const dir = await ownModels(t, 'whisper-base/config.json', '{"d_model":512}');
  await writeFile(join(dir, 'whisper-base/config.json'), '{"d_model":513}');
  await assert.rejects(verifiedModel('whisper-base/config.json', dir), unverified);
});

test('a file that SHA256SUMS does not list is refused', async (t) => {
  const dir = await ownModels(t, 'human/centernet.bin', 'listed');
  await writeFile(join(dir, 'human/centernet.json'), 'not listed');
  await assert.rejects(verifiedModel('human/centernet.json', dir), unverified);
  await rm(join(dir, 'SHA256SUMS'));
  await assert.rejects(verifiedModel('human/centernet.json', `${dir}/.`), unverified);
});

async function ownModels(t: TestContext, name: string, content: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'filemill-models-'));
  t.after(() => rm(dir, { recursive: true }));
  await mkdir(dirname(join(dir, name)), { recursive: true });
  await writeFile(join(dir, name), content);
  await writeFile(join(dir, 'SHA256SUMS'), `${sha256(content)}  ${name}\n`);
  return dir;
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
