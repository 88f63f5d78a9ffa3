/**
 * `npm run check`: everything that CI holds, each by the command that a person would run. `--tested` leaves out the
 * tests, for who has just run them.
 */
import { spawnSync } from 'node:child_process';

const steps: [what: string, command: string][] = [
  ['types', 'npm run --silent types'],
  ['lint and import walls', 'npm run --silent lint'],
  ['format', 'npm run --silent format:check'],
  ['links in docs', 'node scripts/check-links.ts'],
  ['lockfile', 'npm ci --dry-run --silent'],
];
if (!process.argv.includes('--tested')) steps.push(['tests', 'npm test --silent']);

const failed: string[] = [];
for (const [what, command] of steps) {
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${what}`);
  if (status !== 0) failed.push(`${what} (${command})`);
}
if (failed.length > 0) {
  console.error(`\nNot well: ${failed.join(', ')}`);
  process.exit(1);
}
