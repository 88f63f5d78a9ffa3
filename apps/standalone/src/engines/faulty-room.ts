import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FilemillError } from '@filemill/core';
import type { Inspect, Room } from '@filemill/engines/room';
import { copyText, mediaOf } from './none.ts';

/**
 * A room that does what the first word of a file says: to see, in real worker processes, that an engine which fails,
 * crashes, hangs or eats memory costs its own file and no other. Any other word is read as `createNoEngines` reads.
 */
const BEHAVIOURS: Record<string, (sha256: string) => Promise<unknown>> = {
  async fail() {
    throw new FilemillError('file.corrupt', 'The file says that it is damaged.');
  },
  async crash() {
    process.abort();
  },
  async 'crash-once'(sha256) {
    const mark = join(tmpdir(), 'filemill-faulty', sha256);
    if (existsSync(mark)) return;
    await mkdir(join(tmpdir(), 'filemill-faulty'), { recursive: true });
    await writeFile(mark, '');
    process.abort();
  },
  async hang() {
    await new Promise(() => setInterval(() => {}, 1000));
  },
  async gorge() {
    const held: Buffer[] = [];
    for (;;) {
      held.push(Buffer.alloc(20e6, 1));
      await sleep(5);
    }
  },
  slow: () => sleep(500),
};

export const inspect: Inspect = async ({ path }) => mediaOf(await readFile(path));

export const run: Room = async ({ path, media, outDir }) => {
  const [word = ''] = (await readFile(path, 'utf8')).split(/\s/, 1);
  await BEHAVIOURS[word]?.(media.sha256);
  const { result } = await copyText(path, outDir);
  return { results: [result], failures: [] };
};
