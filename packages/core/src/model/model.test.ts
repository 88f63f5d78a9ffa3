import { mock, test } from 'node:test';
import { explore } from './explore.ts';
import type { Faults } from './faults.ts';
import { System } from './system.ts';

/**
 * The real steps of the path, on small jobs, through every interleaving of their writes. `FILEMILL_MODEL=large` goes
 * through more, for minutes.
 */

const NONE: Faults = { crashes: 0, duplicates: 0, losses: 0, pauses: 0, engineErrors: 0 };

const QUICK: [files: number, workers: number, faults: Partial<Faults>][] = [
  [1, 1, { crashes: 1 }],
  [1, 1, { losses: 1, engineErrors: 1 }],
  [2, 2, { losses: 1 }],
];

const LARGE: typeof QUICK = [
  [1, 2, { duplicates: 1 }],
  [1, 2, { pauses: 1 }],
  [2, 2, { crashes: 1 }],
  [2, 2, { duplicates: 1, losses: 1 }],
  [3, 2, { losses: 1 }],
];

mock.timers.enable({ apis: ['setInterval'] }); // a heartbeat tells nothing: in the model no time passes within a step

for (const [files, workers, faults] of process.env['FILEMILL_MODEL'] === 'large' ? LARGE : QUICK) {
  const wrong = Object.entries(faults).map(([kind, count]) => `${count} of ${kind}`);
  test(`${files} files, ${workers} workers, ${wrong.join(', ')}`, async (t) => {
    const make = () => new System({ files, workers, faults: { ...NONE, ...faults } });
    const { states, histories } = await explore(make);
    t.diagnostic(`${states} states in ${histories} histories, no violation`);
  });
}
