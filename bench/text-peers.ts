import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngines, readTextPages } from '@filemill/engines';
import { DEFAULT_LIMITS } from '@filemill/core';
import { cpuSeconds, residentMegabytes } from './process-tree.ts';

/** Something that reads text in picture files and PDFs. */
export interface TextPeer {
  name: string;
  /** Why it cannot be measured here, if so. */
  missing(): Promise<string | undefined>;
  /** Reads the files, on so many cores, and gives their texts in the same order. */
  read(files: readonly string[], options: { out: string; cores: number }): Promise<TextRun>;
}

export interface TextRun {
  texts: string[];
  seconds: number;
  cpuSeconds: number;
  /** Resident memory of all its processes together. */
  peakMegabytes: number;
}

export const filemill: TextPeer = {
  name: 'Filemill',
  missing: async () => undefined,
  read: (files, { out, cores }) =>
    measured(async () => {
      const engines = createEngines({ limits: DEFAULT_LIMITS, cores });
      try {
        return await atOnce(files, cores, async (path, i) => {
          const outDir = join(out, String(i));
          await mkdir(outDir);
          const options = { analyses: ['text' as const] };
          const { results } = await engines.analyze({ path, name: path, options, outDir });
          const pages = await Array.fromAsync(readTextPages(results[0]!.path));
          return pages.map((page) => page.text).join('\n');
        });
      } finally {
        await engines.close();
      }
    }),
};

export const tesseract: TextPeer = {
  name: 'tesseract',
  missing: () => missing('tesseract', 'tesseract-ocr'),
  read: (files, { cores }) =>
    measured(() =>
      // Its own threads cost more than they bring: one for each file is the fastest way to use it.
      atOnce(files, cores, (path) => run('tesseract', [path, '-'], { OMP_THREAD_LIMIT: '1' })),
    ),
};

export const ocrmypdf: TextPeer = {
  name: 'ocrmypdf --sidecar',
  missing: () => missing('ocrmypdf', 'ocrmypdf'),
  read: (files, { out, cores }) =>
    measured(() =>
      atOnce(files, cores, async (path, i) => {
        const sidecar = join(out, `${i}.txt`);
        const dpi = path.endsWith('.pdf') ? ['--skip-text'] : ['--image-dpi', '200'];
        const args = ['--quiet', '--jobs', '1', ...dpi, '--sidecar', sidecar, path, join(out, `${i}.pdf`)];
        await run('ocrmypdf', args, {});
        return readFile(sidecar, 'utf8');
      }),
    ),
};

/** Runs the work, and watches the processes that it starts; what this process held before does not count. */
async function measured(work: () => Promise<string[]>): Promise<TextRun> {
  const before = { cpu: await cpuSeconds(process.pid), megabytes: await residentMegabytes(process.pid) };
  let peak = 0;
  const look = async (): Promise<void> => {
    peak = Math.max(peak, (await residentMegabytes(process.pid)) - before.megabytes);
  };
  const watch = setInterval(() => void look(), 250);
  const startedAt = performance.now();
  try {
    const texts = await work();
    const seconds = (performance.now() - startedAt) / 1000;
    const cpu = (await cpuSeconds(process.pid)) - before.cpu;
    return { texts, seconds, cpuSeconds: cpu, peakMegabytes: peak };
  } finally {
    clearInterval(watch);
  }
}

async function atOnce<T>(
  files: readonly string[],
  count: number,
  read: (path: string, i: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  const queue = files.entries();
  const work = async () => {
    for (const [i, path] of queue) results[i] = await read(path, i);
  };
  await Promise.all(Array.from({ length: count }, work));
  return results;
}

async function run(command: string, args: string[], env: Record<string, string>): Promise<string> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ended with code ${code}: ${args.join(' ')}`);
  return output;
}

async function missing(command: string, debianPackage: string): Promise<string | undefined> {
  const child = spawn(command, ['--version'], { stdio: 'ignore' });
  const found = await once(child, 'exit').then(
    () => true,
    () => false,
  );
  return found ? undefined : `install it by "apt-get install ${debianPackage}"`;
}
