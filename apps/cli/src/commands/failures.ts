import type { Client, FailureView } from '@filemill/rpc/client';
import { Command } from 'commander';
import { printable } from '../printable.ts';
import { askServer, DEFAULT_URL } from '../server.ts';

export function failuresCommand(): Command {
  return new Command('failures')
    .description('List what files failed for, in groups of equal causes over all jobs, largest first.')
    .option('--json', 'print JSON')
    .option('--url <url>', 'the running server', DEFAULT_URL)
    .addHelpText(
      'after',
      `
A group's fingerprint is what "filemill retry --cause" takes once its cause is cured.

Examples:
  filemill failures
  filemill failures --json --url http://127.0.0.1:9000`,
    )
    .action(async ({ json, url }: { json?: true; url: string }) => {
      const failures = await askServer(url, allFailures);
      failures.sort((a, b) => b.count - a.count);
      process.stdout.write(
        json ? `${JSON.stringify(failures, null, 2)}\n` : failures.map(describeGroup).join('\n'),
      );
      if (!json && failures.length === 0) process.stdout.write('No file is failed.\n');
    });
}

async function allFailures(client: Client): Promise<FailureView[]> {
  const all: FailureView[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.listFailures({ limit: 100, ...(cursor && { cursor }) });
    all.push(...page.failures);
    cursor = page.cursor;
  } while (cursor);
  return all;
}

/** Three lines: how many and why, what was said, and where to look. */
export function describeGroup(group: FailureView): string {
  const { fingerprint, count, code, stage, engine, detail, firstSeen, lastSeen, example } = group;
  const where = engine ? `${stage}, engine ${engine}` : stage;
  return [
    `${fingerprint}  ${count} ${count === 1 ? 'file' : 'files'}  ${code} (${where})`,
    `    ${printable(detail)}`,
    `    ${firstSeen} to ${lastSeen}, for example job ${example.jobId} file ${example.fileId}`,
    '',
  ].join('\n');
}
