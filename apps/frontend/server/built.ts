import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const APP = resolve(import.meta.dirname, '..');
const PACKAGES = resolve(APP, '../../packages');
const STAMP = '.built-from';

/** Folder of the built web app. */
export const DIST = join(APP, 'dist');

/**
 * Builds the web app unless the build at hand was made of these very sources. `say` gets one line when it builds.
 * Several processes may do so at once: each builds aside, and a whole build takes the place of another in one step.
 * Throws with the build's own output when it fails.
 */
export async function ensureBuilt(say: (line: string) => void): Promise<string> {
  const wanted = await fingerprint();
  if ((await builtFrom()) === wanted) return DIST;
  say('building the web page (a few seconds, only after a change) …');
  const aside = await mkdtemp(`${DIST}-`);
  try {
    await runBuild(aside);
    await writeFile(join(aside, STAMP), wanted);
    if ((await builtFrom()) !== wanted) await replaceDist(aside);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return DIST;
}

const builtFrom = (): Promise<string | undefined> =>
  readFile(join(DIST, STAMP), 'utf8').catch(() => undefined);

async function replaceDist(aside: string): Promise<void> {
  const old = `${aside}-old`;
  await rename(DIST, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(aside, DIST);
  await rm(old, { recursive: true, force: true });
}

/** Hash over names, sizes and times of everything that the build is made of: no file is read. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const packages = ['ui', 'rpc', 'core'].map((name) => join(PACKAGES, name, 'src'));
  const roots = [join(APP, 'src'), join(APP, 'public'), ...packages];
  const single = ['index.html', 'vite.config.ts', 'package.json'].map((name) => join(APP, name));
  for (const file of [...single, ...(await Promise.all(roots.map(filesBelow))).flat()].sort()) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Vite in a process of its own: its memory goes when it ends, and its output is shown only when it fails. */
async function runBuild(outDir: string): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--outDir', outDir, '--emptyOutDir'], {
    cwd: APP,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise<number | null>((ended, failed) =>
    child.on('error', failed).on('close', ended),
  );
  if (code !== 0) throw new Error(`The web page could not be built (exit ${code}).\n${output}`);
}
