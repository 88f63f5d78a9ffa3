import { Command } from 'commander';
import { askServer, DEFAULT_URL } from '../server.ts';
import { UsageError } from '../usage-error.ts';

export function retryCommand(): Command {
  return new Command('retry')
    .description('Try the files of one group of failures again, in every job that has ended.')
    .requiredOption('--cause <fingerprint>', 'the group, as "filemill failures" names it')
    .option('--json', 'print JSON')
    .option('--url <url>', 'the running server', DEFAULT_URL)
    .addHelpText(
      'after',
      `
Files whose bytes never arrived wait for them anew; all others are analysed again.

Examples:
  filemill retry --cause 3f2a9c1b7d40`,
    )
    .action(async ({ cause, json, url }: { cause: string; json?: true; url: string }) => {
      if (!/^[0-9a-f]{12}$/.test(cause)) {
        throw new UsageError('A cause is named by 12 hexadecimal digits; "filemill failures" lists them.');
      }
      const done = await askServer(url, (client) => client.retryCause({ fingerprint: cause }));
      if (json) process.stdout.write(`${JSON.stringify(done)}\n`);
      else process.stdout.write(`${describeRetry(done)}\n`);
    });
}

function describeRetry({
  jobs,
  retried,
  waiting,
}: {
  jobs: number;
  retried: number;
  waiting: number;
}): string {
  if (retried + waiting === 0) return 'No file is failed for that cause.';
  const lines = [`${retried} files of ${jobs} jobs are tried again.`];
  if (waiting > 0) lines.push(`${waiting} files are in jobs that have not ended; run it again then.`);
  return lines.join('\n');
}
