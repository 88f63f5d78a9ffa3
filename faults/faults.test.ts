import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from './options.ts';
import { runFaults } from './run.ts';

/** The seed of the day, so that the days together try many; a failure prints the command that repeats it. */
const seed = Math.floor(Date.now() / 86_400_000);

for (const args of [
  ['--files', '2000', '--faults', '24'],
  ['--files', '24', '--faults', '12', '--engines', 'faulty'],
]) {
  const command = [...args, '--seed', String(seed)];
  test(`npm run faults -- ${command.join(' ')}`, async (context) => {
    const { problems, figure } = await runFaults(readOptions(command), (line) => context.diagnostic(line));
    context.diagnostic(figure);
    assert.deepEqual(problems, []);
  });
}
