/**
 * Whether memory stays flat however long the work is: resident memory of the whole process tree of `filemill analyze`
 * through a long PDF, a long recording and a folder of many files, sampled twice a second. Flat is when the last third
 * of the time takes about as much as the one before it. `bench/start.ts` prints what the idle server takes.
 *
 *     node bench/memory.ts [--quick]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longPdf, longRecording, manyFiles } from './inputs.ts';
import { residentMegabytes } from './process-tree.ts';

const size = process.argv.includes('--quick') ? 0.1 : 1;
const CLI = join(import.meta.dirname, '../apps/cli/bin/filemill');

const root = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
try {
  console.log('| through | s | middle third MB | last third MB | last ÷ middle | peak MB |');
  console.log('|---|---|---|---|---|---|');
  await measure(`a ${500 * size}-page PDF`, await longPdf(join(root, 'long.pdf'), 500 * size));
  await measure(
    `a ${180 * size}-minute recording`,
    await longRecording(join(root, 'long.wav'), 10_800 * size),
  );
  await measure(`${1000 * size} files`, await manyFiles(join(root, 'many'), 1000 * size));
} finally {
  await rm(root, { recursive: true });
}

async function measure(what: string, path: string): Promise<void> {
  const begin = performance.now();
  const child = spawn(CLI, ['analyze', path, '--out', join(root, 'out')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const samples: number[] = [];
  const sample = async () => samples.push(await residentMegabytes(child.pid!));
  const timer = setInterval(() => void sample(), 500);
  const [code] = await once(child, 'exit');
  clearInterval(timer);
  if (code !== 0) throw new Error(`${what}: ended with ${code}: ${said}`);

  const third = Math.floor(samples.length / 3);
  const [middle, last] = [mean(samples.slice(third, 2 * third)), mean(samples.slice(2 * third, -1))];
  const seconds = (performance.now() - begin) / 1000;
  const figures = [seconds, middle, last].map((n) => n.toFixed(0)).join(' | ');
  console.log(
    `| ${what} | ${figures} | ${(last / middle).toFixed(2)} | ${Math.max(...samples).toFixed(0)} |`,
  );
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
