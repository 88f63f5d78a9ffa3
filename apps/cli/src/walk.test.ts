import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { UsageError } from './usage-error.ts';
import { resolveRoots, walk, type LeftOut } from './walk.ts';

const root = await realpath(await mkdtemp(join(tmpdir(), 'filemill-walk-')));
after(() => rm(root, { recursive: true }));

await make('b/2.txt', 'b/10.txt', 'a/z.png', 'a/sub/y.png', 'top.txt', 'out/old.json', '.git/config');
await make('a/line\nbreak.txt', 'a/\u202etxt.exe', 'a/📷.jpg', 'a/..strange');
await symlink('/etc/passwd', join(root, 'b/link'));
await symlink(join(root, 'a'), join(root, 'b/loop'));

test('finds all files in an order that depends on the names only, named below the folder', async () => {
  assert.deepEqual(await names([root], 'out'), [
    ...['a/line\nbreak.txt', 'a/sub/y.png', 'a/z.png', 'a/\u202etxt.exe', 'a/📷.jpg'],
    ...['b/10.txt', 'b/2.txt', 'top.txt'],
  ]);
});

test('leaves out what is hidden and does not follow links, and says so', async () => {
  const leftOut: LeftOut[] = [];
  for await (const _ of walk(await resolveRoots([root]), join(root, 'out'), (entry) => leftOut.push(entry)));
  assert.deepEqual(
    leftOut.map(({ path, reason }) => [path.slice(root.length + 1), reason]),
    [
      ['.git', 'hidden'],
      ['a/..strange', 'hidden'],
      ['b/link', 'symbolic link'],
      ['b/loop', 'symbolic link'],
    ],
  );
});

test('a lone file is named by itself, several by what tells them apart', async () => {
  assert.deepEqual(await names([join(root, 'a/z.png')]), ['z.png']);
  assert.deepEqual(await names([join(root, 'b/2.txt'), join(root, 'b/10.txt')]), ['2.txt', '10.txt']);
  assert.deepEqual(await names([join(root, 'a/sub'), join(root, 'b/2.txt')]), ['a/sub/y.png', 'b/2.txt']);
});

test('what is given twice, or lies in a folder that is given too, is found once', async () => {
  const paths = [
    join(root, 'a/sub'),
    join(root, 'a/sub/y.png'),
    join(root, 'a/sub'),
    join(root, 'a/../a/sub'),
  ];
  assert.deepEqual(await names(paths), ['y.png']);
});

test('a link that is given itself is followed', async () => {
  assert.deepEqual((await names([join(root, 'b/loop')])).at(1), 'sub/y.png');
});

test('a path that does not exist is wrong use', async () => {
  await assert.rejects(resolveRoots([join(root, 'nowhere')]), UsageError);
  await assert.rejects(resolveRoots(['/dev/null']), UsageError);
});

async function names(paths: string[], except = 'no-such-folder'): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of walk(await resolveRoots(paths), join(root, except))) found.push(name);
  return found;
}

async function make(...files: string[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), file);
  }
}
