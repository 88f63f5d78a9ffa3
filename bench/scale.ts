/**
 * Whether a step costs the same in a full store as in one that is nearly empty: a store of one job of 1,000 files
 * beside stores of many, in jobs of 10,000. The stores take turns at each step, so that what else the machine does
 * slows all of them alike; the median of each is shown, and its ratio to the small store's. Flat is up to 1.3.
 *
 *     node bench/scale.ts [--files 100000,1000000] [--rounds 60]
 *
 * Every turn is somewhere else: in a job of the store and at a file of it that are drawn anew.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from './median.ts';
import { openStore, type Store } from './scale/store.ts';
import { STEPS } from './scale/steps.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100000,1000000' },
    rounds: { type: 'string', default: '60' },
  },
});
/** Rounds that only warm up: the compilers, and the caches as a running server has them. */
const WARM_UP = 10;

const root = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
const stores: Store[] = [];
try {
  for (const files of [1_000, ...values.files.split(',').map(Number)]) {
    stores.push(await openStore(join(root, String(files)), files));
  }
  const [small, ...large] = stores;
  const columns = large.flatMap(({ files }) => [`µs at ${files.toLocaleString('en')}`, '÷ small']);
  console.log(`| step | µs at ${small!.files.toLocaleString('en')} | ${columns.join(' | ')} |`);
  console.log(`|---|---|${columns.map(() => '---').join('|')}|`);
  for (const [name, step] of Object.entries(STEPS)) {
    const [reference, ...others] = await measure(step);
    const figures = others.flatMap((us) => [us.toFixed(1), `**${(us / reference!).toFixed(2)}**`]);
    console.log(`| ${name} | ${reference!.toFixed(1)} | ${figures.join(' | ')} |`);
  }
  for (const { files, path } of stores) {
    console.log(
      `\n${files.toLocaleString('en')} files: ${((await stat(path)).size / 1e6).toFixed(1)} MB of SQLite`,
    );
  }
} finally {
  for (const store of stores) store.close();
  await rm(root, { recursive: true });
}

/** Microseconds of one step in each of the stores. */
async function measure(step: (store: Store) => Promise<number>): Promise<number[]> {
  const all: number[][] = stores.map(() => []);
  for (let round = -WARM_UP; round < Number(values.rounds); round++) {
    for (const [index, store] of stores.entries()) {
      const begin = performance.now();
      const times = await step(store);
      if (round >= 0) all[index]!.push(((performance.now() - begin) * 1000) / times);
    }
  }
  return all.map(median);
}
