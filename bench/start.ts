/**
 * Start to ready: how long until the server answers, over several starts on an empty and on a used data folder, beside
 * a bare Node process that prints one line, and what the idle server's process tree holds in memory.
 *
 *     node bench/start.ts [RUNS]
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { residentMegabytes } from './process-tree.ts';
import { median } from './median.ts';

const runs = Number(process.argv[2] ?? 5);
const MAIN = resolve(import.meta.dirname, '../apps/standalone/src/main.ts');

const data = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
try {
  await startOnce(data); // the page is built and the compile cache filled, as after the first `npm start`
  await rm(data, { recursive: true });
  const empty: number[] = [];
  const used: number[] = [];
  const bare: number[] = [];
  let idle = 0;
  for (let run = 0; run < runs; run++) {
    empty.push((await startOnce(data)).seconds);
    const second = await startOnce(data);
    used.push(second.seconds);
    idle = second.megabytes;
    bare.push(await bareStart());
    await rm(data, { recursive: true });
  }
  console.log(`| start to ready | median s | × bare node |\n|---|---|---|`);
  row('empty data folder', empty, bare);
  row('used data folder', used, bare);
  row('bare node', bare, bare);
  console.log(`\nResident memory when idle: ${Math.round(idle)} MB`);
} finally {
  await rm(data, { recursive: true, force: true });
}

async function startOnce(dataDir: string): Promise<{ seconds: number; megabytes: number }> {
  const begin = performance.now();
  const server = node([MAIN], { FILEMILL_DATA: dataDir, FILEMILL_PORT: '0', FILEMILL_LOG: 'error' });
  await untilPrinted(server, 'ready on');
  const seconds = (performance.now() - begin) / 1000;
  await new Promise((wait) => setTimeout(wait, 500));
  const megabytes = await residentMegabytes(server.pid!);
  server.kill('SIGTERM');
  await once(server, 'exit');
  return { seconds, megabytes };
}

async function bareStart(): Promise<number> {
  const begin = performance.now();
  const child = node(['-e', 'console.log("ready on nothing")'], {});
  await untilPrinted(child, 'ready on');
  const seconds = (performance.now() - begin) / 1000;
  await once(child, 'exit');
  return seconds;
}

function node(args: string[], env: Record<string, string>): ChildProcess {
  const cache = resolve(import.meta.dirname, '../node_modules/.cache/compile');
  return spawn(process.execPath, args, {
    env: { ...process.env, NODE_COMPILE_CACHE: cache, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function untilPrinted(child: ChildProcess, words: string): Promise<void> {
  return new Promise((done, failed) => {
    let text = '';
    child.stdout!.on('data', (chunk) => (text += chunk).includes(words) && done());
    child.once('exit', (code) => failed(new Error(`ended with ${code} before it was ready: ${text}`)));
  });
}

function row(name: string, seconds: number[], peer: number[]): void {
  const middle = median(seconds);
  console.log(`| ${name} | ${middle.toFixed(2)} | ${(middle / median(peer)).toFixed(1)} |`);
}
