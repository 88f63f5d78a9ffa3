import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/filemill', import.meta.url));
const root = await mkdtemp(join(tmpdir(), 'filemill-cli-'));
after(() => rm(root, { recursive: true }));

test('analyses a folder: JSON and text for each file, a line for each, a summary, exit code 0', async () => {
  const folder = await inputs('good', { 'a.txt': 'Hello there\n', 'sub/b.csv': 'x,y\n1,2\n' });
  const { code, stdout, stderr } = await filemill('analyze', folder, '--out', 'out');
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^a\.txt: text in /m);
  assert.match(stdout, /^document +2 +0 /m);

  assert.equal(await readFile(join(root, 'out/a.txt.txt'), 'utf8'), 'Hello there\n');
  const { path, media, results } = JSON.parse(await readFile(join(root, 'out/sub/b.csv.json'), 'utf8'));
  assert.equal(path, 'sub/b.csv');
  assert.equal(media.size, 8);
  const cells = results.text.pages[0].tables[0].cells.map((cell: { text: string }) => cell.text);
  assert.deepEqual(cells, ['x', 'y', '1', '2']);

  const again = await filemill('analyze', folder, '--out', 'out');
  assert.match(again.stderr, /^a\.txt: done before$/m);
  assert.equal(again.code, 0);
  const forced = await filemill('analyze', folder, '--out', 'out', '--force');
  assert.match(forced.stderr, /^a\.txt: text in /m);
});

test('a failed file is named with its reason, has its error in its JSON, and ends with exit code 1', async () => {
  const folder = await inputs('mixed', { 'good.txt': 'fine', 'empty.pdf': '' });
  const { code, stdout, stderr } = await filemill('analyze', folder, '--out', 'out-mixed', '--json');
  assert.equal(code, 1);
  assert.match(stderr, /^empty\.pdf: failed: .+ \(file\.empty\)$/m);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ status }) => String(status)).toSorted(), ['failed', 'succeeded']);
  const failed = JSON.parse(await readFile(join(root, 'out-mixed/empty.pdf.json'), 'utf8'));
  assert.equal(failed.error.code, 'file.empty');
  assert.deepEqual((await readdir(join(root, 'out-mixed'))).toSorted(), [
    ...['empty.pdf.json', 'good.txt.json', 'good.txt.txt'],
  ]);
});

test('wrong use says what is wrong and ends with exit code 2', async () => {
  const folder = await inputs('use', { 'a.txt': 'a' });
  for (const [wanted, ...args] of [
    [/no such file/, join(root, 'nowhere')],
    [/--analyses takes a list of text,/, folder, '--analyses', 'smell'],
    [/--lang takes/, folder, '--lang', 'english'],
    [/--jobs/, folder, '--jobs', '0'],
    [/can't be written/, folder, '--out', join(folder, 'a.txt', 'below')],
    [/another folder/, folder, '--out', folder],
    [/unknown option/, folder, '--nonsense'],
    [/missing required argument/],
  ] as [RegExp, ...string[]][]) {
    const { code, stderr } = await filemill('analyze', ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, wanted);
  }
});

test('names cannot lead out of the output folder, nor deceive the terminal', async () => {
  const folder = await inputs('names', { 'sub/\u001b[31m\u202egpj.txt': 'a', 'new\nline.txt': 'b' });
  const { code, stderr } = await filemill(
    'analyze',
    join(folder, 'sub/../sub'),
    folder,
    '--out',
    'out-names',
  );
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^new\\u\{a\}line\.txt: text/m);
  assert.match(stderr, /^sub\/\\u\{1b\}\[31m\\u\{202e\}gpj\.txt: text/m);
  assert.deepEqual((await readdir(join(root, 'out-names'))).toSorted(), [
    ...['new\nline.txt.json', 'new\nline.txt.txt', 'sub'],
  ]);
});

test('outputs that cannot be written are the failure of that file only', async () => {
  const folder = await inputs('blocked', { 'a.txt': 'a', 'b.txt': 'b' });
  await mkdir(join(root, 'out-blocked/a.txt.txt/in the way'), { recursive: true });
  const { code, stderr } = await filemill('analyze', folder, '--out', 'out-blocked');
  assert.equal(code, 1);
  assert.match(stderr, /^a\.txt: failed: The outputs could not be written: .+ \(internal\)$/m);
  assert.match(stderr, /^b\.txt: text in /m);
});

test('outputs inside the folder are not analysed the next time', async () => {
  const folder = await inputs('inside', { 'a.txt': 'a' });
  await filemill('analyze', folder, '--out', join(folder, 'results'));
  const { stderr } = await filemill('analyze', folder, '--out', join(folder, 'results'));
  assert.equal(stderr, 'a.txt: done before\n');
});

test('Ctrl-C ends with a summary and exit code 130, and leaves whole outputs only', async () => {
  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`${i}.txt`, `text ${i}`]));
  const folder = await inputs('many', many);
  const child = spawn(BIN, ['analyze', folder, '--out', 'out-many', '--json'], { cwd: root });
  child.stdout.once('data', () => child.kill('SIGINT'));
  const { code, stderr } = await ended(child);
  assert.equal(code, 130, stderr);
  assert.match(stderr, /Interrupted/);
  const outputs = await readdir(join(root, 'out-many'));
  assert.ok(outputs.length > 0 && outputs.length < 4000);
  for (const name of outputs) assert.match(name, /^\d+\.txt\.(json|txt)$/);
});

test('start and analyze refuse settings that can’t be used', async () => {
  const folder = await inputs('settings', { 'a.txt': 'a' });
  for (const args of [['start'], ['analyze', folder]]) {
    const env = { ...process.env, FILEMILL_HOST: '0.0.0.0', FILEMILL_CORES: 'all' };
    const { code, stderr } = await ended(spawn(BIN, args, { cwd: root, env }));
    assert.equal(code, 2, stderr);
    assert.match(stderr, /FILEMILL_HOST: .+\n +FILEMILL_CORES: /);
  }
});

test('config lists every setting with default, value and meaning', async () => {
  const { stdout } = await filemill('config', '--json');
  const port = JSON.parse(stdout).find(({ env }: { env: string }) => env === 'FILEMILL_PORT');
  assert.ok(port.default && port.value && port.meaning);
  assert.match((await filemill('config')).stdout, /^FILEMILL_DATA=/m);
});

test('help says what each command takes, with examples', async () => {
  for (const command of [[], ['analyze'], ['start'], ['config']]) {
    const { code, stdout } = await filemill(...command, '--help');
    assert.equal(code, 0);
    assert.match(stdout, command.length > 0 ? /Examples:/ : /Commands:/);
  }
});

async function inputs(name: string, files: Record<string, string>): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    await mkdir(join(root, name, file, '..'), { recursive: true });
    await writeFile(join(root, name, file), content);
  }
  return join(root, name);
}

function filemill(...args: string[]) {
  return ended(spawn(BIN, args, { cwd: root }));
}

async function ended(child: ReturnType<typeof spawn>) {
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (output.stdout += chunk));
  child.stderr?.on('data', (chunk) => (output.stderr += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...output };
}
