import { describeConfig } from '@filemill/standalone/config';
import { Command } from 'commander';

export function configCommand(): Command {
  return new Command('config')
    .description('Print every setting: its environment variable, value, default and meaning.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Settings are environment variables, read once when Filemill starts.

Examples:
  filemill config
  FILEMILL_PORT=9000 filemill config
  filemill config --json`,
    )
    .action(({ json }: { json?: true }) => {
      const settings = describeConfig(process.env);
      if (json) {
        process.stdout.write(`${JSON.stringify(settings, null, 2)}\n`);
        return;
      }
      for (const { env, value, default: fallback, meaning } of settings) {
        const changed = value === fallback ? '' : ` (default: ${fallback || 'none'})`;
        process.stdout.write(`${env}=${value}${changed}\n    ${meaning}\n`);
      }
    });
}
