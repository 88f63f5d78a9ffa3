/**
 * The engines called bare: analyses all files of a folder, as many at once as the command line does, and keeps nothing.
 * What `bench/wall.ts` compares the whole path of a file with.
 *
 *     node bench/bare.ts FOLDER
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '@filemill/core';
import { createEngines } from '@filemill/engines';

const folder = process.argv[2];
if (!folder) throw new Error('Give the folder to analyse.');
const names = (await readdir(folder)).toSorted();
const out = await mkdtemp(join(tmpdir(), 'filemill-bare-'));
const engines = createEngines({ limits: DEFAULT_LIMITS });

async function worker(): Promise<void> {
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    const outDir = await mkdtemp(join(out, 'work-'));
    await engines.analyze({ path: join(folder!, name), name, options: {}, outDir });
    await rm(outDir, { recursive: true });
  }
}

await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker));
await engines.close();
await rm(out, { recursive: true });
