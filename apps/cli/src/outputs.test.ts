import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { RESULT_SCHEMA, type AnalysisOptions, type FileAnalysis } from '@filemill/core';
import { Outputs } from './outputs.ts';
import { UsageError } from './usage-error.ts';
import type { Input } from './walk.ts';

const root = await mkdtemp(join(tmpdir(), 'filemill-outputs-'));
after(() => rm(root, { recursive: true }));

const input: Input = { path: join(root, 'input.txt'), name: 'a/input.txt' };
await writeFile(input.path, 'content');

test('outputs keep the input’s own extension and stay in the folder, whatever the name', async () => {
  const outputs = await open('names', {});
  const path = (name: string) => outputs.paths({ path: '', name }).json.slice(outputs.folder.length);
  assert.equal(path('a/scan.png'), '/a/scan.png.json');
  assert.equal(path('new\nline 📷 \u202e.txt'), '/new\nline 📷 \u202e.txt.json');
  const long = ['ä', 'b'].map((last) => path('ü'.repeat(126) + last).slice(1));
  for (const name of long) assert.ok(Buffer.byteLength(name) <= 255 && name.endsWith('.json'));
  assert.notEqual(long[0], long[1]);
});

test('what was analysed is done, until its bytes or the options change', async () => {
  const outputs = await open('done', { analyses: ['text'] });
  assert.equal(await outputs.isDone(input), false);
  await outputs.writeResults(input, await outputs.workFolder(), await analysis());
  assert.equal(await outputs.isDone(input), true);
  assert.equal(await (await open('done', { analyses: ['text'], languages: ['de'] })).isDone(input), false);

  const changed = { ...input, path: join(root, 'changed.txt') };
  await writeFile(changed.path, 'CONTENT');
  assert.equal(await outputs.isDone(changed), false);
});

test('a file of which an analysis failed is not done', async () => {
  const outputs = await open('failures', {});
  const failures: FileAnalysis['failures'] = [
    { analysis: 'labels', error: { code: 'engine.crashed', message: 'It crashed.' } },
  ];
  await outputs.writeResults(input, await outputs.workFolder(), { ...(await analysis()), failures });
  assert.equal(await outputs.isDone(input), false);
});

test('a failure is written with its error, and takes away the text of an earlier success', async () => {
  const outputs = await open('failed', {});
  const { json, txt } = outputs.paths(input);
  await outputs.writeResults(input, await outputs.workFolder(), await analysis());
  assert.equal(await readFile(txt, 'utf8'), 'Hello\n\f\nthere\n');

  const error = { code: 'file.corrupt', message: 'It is damaged.' } as const;
  await outputs.writeFailure(input, await outputs.workFolder(), error);
  const document = JSON.parse(await readFile(json, 'utf8'));
  assert.deepEqual([document.path, document.error, document.results], ['a/input.txt', error, {}]);
  await assert.rejects(readFile(txt));
  assert.equal(await outputs.isDone(input), false);
});

test('another program’s file of the same name does not count as done', async () => {
  const outputs = await open('foreign', {});
  await outputs.writeResults(input, await outputs.workFolder(), await analysis());
  await writeFile(outputs.paths(input).json, 'not ours');
  assert.equal(await outputs.isDone(input), false);
});

test('nothing but outputs is left in the folder', async () => {
  const outputs = await open('clean', {});
  await outputs.workFolder();
  await outputs[Symbol.asyncDispose]();
  assert.deepEqual(await readdir(outputs.folder), []);
});

test('what a killed run left is taken away, and what a running one needs is not', async () => {
  const running = await open('leftovers', {});
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  await mkdir(join(running.folder, `.filemill-${gone}-abcdef/work`), { recursive: true });
  const next = await open('leftovers', {});
  await next[Symbol.asyncDispose]();
  assert.deepEqual(
    (await readdir(running.folder)).map((name) => name.startsWith(`.filemill-${process.pid}-`)),
    [true],
  );
});

test('a folder that cannot be is wrong use', async () => {
  await assert.rejects(open('../input.txt/below', {}), UsageError);
});

function open(name: string, options: AnalysisOptions): Promise<Outputs> {
  return Outputs.open(join(root, 'out', name), options);
}

/** An analysis of the input that found two pages. */
async function analysis(): Promise<FileAnalysis> {
  const path = join(await mkdtemp(join(root, 'result-')), 'text.json');
  const pages = ['Hello\n', 'there'].map((text, i) => JSON.stringify({ page: i + 1, text }));
  await writeFile(path, `{"analysis":"text","pages":[\n${pages.join(',\n')}\n],"schema":"${RESULT_SCHEMA}"}`);
  const sha256 = createHash('sha256').update('content').digest('hex');
  return {
    media: { kind: 'document', mediaType: 'text/plain', size: 7, sha256 },
    results: [{ analysis: 'text', path, engine: { name: 'test', version: '1' }, seconds: 1 }],
    previews: [],
    failures: [],
  };
}
