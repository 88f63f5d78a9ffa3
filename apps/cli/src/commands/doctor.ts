import { systemClock } from '@filemill/core';
import { Command } from 'commander';
import { openMaintenance } from '../maintenance.ts';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Say whether the system is healthy, and if not what is stuck, since when, and what to do.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
It changes nothing and may run beside the server. "filemill audit" looks at every single file; this looks at the whole.
Exit codes: 0 healthy, 1 not, 2 wrong use.

Examples:
  filemill doctor
  filemill doctor --json | jq '.[] | select(.healthy | not)'`,
    )
    .action(async ({ json }: { json?: true }) => {
      const { maintenance, config } = await openMaintenance();
      const diagnoses = await maintenance.examine(config, systemClock);
      const ill = diagnoses.filter(({ healthy }) => !healthy);
      process.exitCode = ill.length > 0 ? 1 : 0;
      if (json) return void process.stdout.write(`${JSON.stringify(diagnoses, null, 2)}\n`);
      const width = Math.max(...diagnoses.map(({ name }) => name.length));
      for (const { name, healthy, finding, advice } of diagnoses) {
        process.stdout.write(`${healthy ? 'ok  ' : 'ILL '} ${name.padEnd(width)}  ${finding}\n`);
        if (advice) process.stdout.write(`${' '.repeat(width + 7)}→ ${advice}\n`);
      }
      process.stdout.write(
        ill.length > 0 ? `Not healthy: ${ill.map(({ name }) => name).join(', ')}.\n` : 'Healthy.\n',
      );
    });
}
