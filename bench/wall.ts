/**
 * What the path of a file costs on top of the engines: wall time of a job of the server, uploads included, and of
 * `filemill analyze`, over copies of the samples, beside the same engines called bare on the same files with the same
 * concurrency, in turns. All load their models anew.
 *
 *     node bench/wall.ts [--quick]
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copiesOfSamples } from './inputs.ts';
import { secondsOfJob } from './server-job.ts';
import { median } from './median.ts';

const isQuick = process.argv.includes('--quick');
const PAGES = ['letter-scan.png', 'form.png', 'table.png', 'report-with-scan.pdf'];
const ALL = [...PAGES, 'letter-skewed.jpg', 'group-photo.jpg', 'street-photo.jpg', 'speech.mp3'];
const [copies, rounds] = isQuick ? [3, 1] : [8, 3];

const CLI = join(import.meta.dirname, '../apps/cli/bin/filemill');
const BARE = join(import.meta.dirname, 'bare.ts');

const root = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
try {
  const folder = await copiesOfSamples(join(root, 'in'), isQuick ? PAGES : ALL, copies);
  const [bare, cli, job]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    bare.push(secondsOf(process.execPath, [BARE, folder]));
    cli.push(secondsOf(CLI, ['analyze', folder, '--out', join(root, `out-${round}`)]));
    job.push(await secondsOfJob(folder, join(root, `data-${round}`)));
  }
  const files = (isQuick ? PAGES : ALL).length * copies;
  console.log(`| ${files} files | median s | × bare |\n|---|---|---|`);
  for (const [what, seconds] of [
    ['engines called bare', bare],
    ['filemill analyze', cli],
    ['job of the server', job],
  ] as const) {
    const ratio = median(seconds) / median(bare);
    console.log(`| ${what} | ${median(seconds).toFixed(1)} | ${ratio.toFixed(2)} |`);
  }
} finally {
  await rm(root, { recursive: true });
}

function secondsOf(program: string, args: string[]): number {
  const begin = performance.now();
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return (performance.now() - begin) / 1000;
}
