import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FilemillError, type Analysis } from '@filemill/core';
import type { Inspect, Room, RoomContext, RoomRequest } from '../room.ts';

/**
 * For tests: a room that misbehaves as the file's name says, `<analysis>.<behaviour>` (`text.crash`). Analyses that the
 * name doesn't speak of succeed. Every process that runs it adds its id to `pids` beside the file.
 */
const BEHAVIOURS: Record<string, (request: RoomRequest, context: RoomContext) => Promise<unknown>> = {
  async exit() {
    process.stderr.write('last words\n');
    process.exit(7);
  },
  async abort() {
    process.abort();
  },
  async spin() {
    for (;;);
  },
  async hang() {
    await new Promise(() => setInterval(() => {}, 1000));
  },
  /** Takes a core and never gives it back. */
  async hoard(_request, { withCore }) {
    await withCore(() => new Promise(() => setInterval(() => {}, 1000)));
  },
  async gorge() {
    const held: Buffer[] = [];
    for (;;) {
      held.push(Buffer.alloc(20e6, held.length + 1));
      await sleep(5);
    }
  },
  async gorgeHeap() {
    const held: unknown[] = [];
    for (;;) held.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
  },
  async gorgeInChild() {
    spawn(process.execPath, ['-e', 'const b = Buffer.alloc(400e6, 1); setInterval(() => b, 1000)'], {
      stdio: 'inherit',
    });
    await new Promise(() => setInterval(() => {}, 1000));
  },
  async fail() {
    throw new FilemillError('file.corrupt', 'This part is torn.');
  },
  async throw() {
    throw new TypeError('undefined is not a function');
  },
  async stopWhenAsked(_request, { signal }) {
    while (!signal.aborted) await sleep(5);
    throw signal.reason;
  },
  plod,
  async plodOnCore(request, context) {
    await context.withCore(() => plod(request, context));
  },
  async waitForFile({ path }) {
    while (!existsSync(`${path}.go`)) await sleep(5);
  },
};

/** Gets on, but takes longer in all than a hung engine may. */
async function plod(_request: RoomRequest, { progress }: RoomContext): Promise<void> {
  for (let done = 1; done <= 8; done++) {
    await sleep(350);
    progress({ done, total: 8, unit: 'pages', note: `page ${done}` });
  }
}

export const run: Room = async (request, context) => {
  await note(request.path);
  const [victim, behaviour = ''] = request.name.split('.');
  if (request.analyses.some((analysis) => analysis === victim))
    await BEHAVIOURS[behaviour]?.(request, context);
  else if (request.analyses.length > 0) await context.withCore(() => sleep(1));
  const engine = { name: 'test', version: '1' };
  const results = request.analyses.map(async (analysis: Analysis) => {
    const path = join(request.outDir, `${analysis}.json`);
    await writeFile(path, '{}');
    return { analysis, path, engine, seconds: 0 };
  });
  return { results: await Promise.all(results), failures: [] };
};

export const inspect: Inspect = async ({ path, name }) => {
  await note(path);
  if (name.startsWith('inspect.')) throw new FilemillError('file.corrupt', 'This file is torn.');
  return { kind: 'image', mediaType: 'image/png', size: 1, sha256: '0'.repeat(64) };
};

const note = (path: string) => appendFile(`${path}.pids`, `${process.pid}\n`);
