/**
 * `npm test`: unit, contract and browser tests. Sets up what it needs on a fresh Debian machine; without the rights to,
 * it says what to install. In CI nothing may be missing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { ensureBuilt } from '../apps/frontend/server/built.ts';

const UNIT = [
  'packages/*/src/**/*.test.ts',
  'apps/*/{src,server}/**/*.test.ts',
  'scripts/**/*.test.ts',
  'samples/**/*.test.ts',
  'faults/**/*.test.ts',
];
const BROWSER = ['e2e/**/*.test.ts'];

const files = globSync(UNIT, { exclude: (name) => name.includes('node_modules') });
const chromium = ensureChromium();
if (chromium) files.push(...globSync(BROWSER));
else if (process.env['CI']) fail('There is no Chromium, and in CI the browser tests must run.');
await ensureBuilt((line) => console.log(line)); // once, and not in the middle of a test by each server that it starts
const args = ['--test', '--test-concurrency=2', '--test-timeout=600000', ...process.argv.slice(2), ...files];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
if (!chromium) console.log('SKIPPED: the browser tests, as there is no Chromium (apt-get install chromium).');
process.exit(status ?? 1);

function ensureChromium(): boolean {
  if (existsSync('/usr/bin/chromium')) return true;
  if (process.getuid?.() !== 0) return false;
  console.log('Installing chromium for the browser tests …');
  try {
    execFileSync(
      'sh',
      ['-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium'],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  } catch {
    console.log('It could not be installed.');
  }
  return existsSync('/usr/bin/chromium');
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
