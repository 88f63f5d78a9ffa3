import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import type { Client } from '@filemill/rpc/client';
import { listLogFiles } from '@filemill/standalone/logs';
import { Command } from 'commander';
import { followLines } from '../follow.ts';
import { printable } from '../printable.ts';
import { askServer, DEFAULT_URL } from '../server.ts';
import { readSettings } from '../settings.ts';
import { attemptLines, mergeStory, parseLine, storyLines, type LogLine, type StoryOf } from '../story.ts';
import { UsageError } from '../usage-error.ts';

interface Flags {
  job: string;
  file?: string;
  follow?: true;
  json?: true;
  url: string;
}

/** Failed files of a job whose attempts are asked for. */
const MOST_FILES = 100;

export function logsCommand(): Command {
  return new Command('logs')
    .description("Tell a job's story in order: from the log, and from what the server knows of attempts.")
    .requiredOption('--job <id>', 'the job')
    .option('--file <id>', 'only this file of it')
    .option('--follow', 'go on as more happens')
    .option('--json', 'print lines of JSON')
    .option('--url <url>', 'the running server', DEFAULT_URL)
    .addHelpText(
      'after',
      `
Reads the folder logs of the data (FILEMILL_DATA). Works without a server too; then only the log is told.

Examples:
  filemill logs --job 01kbs9v6x4q0
  filemill logs --job 01kbs9v6x4q0 --file 000017
  filemill logs --job 01kbs9v6x4q0 --follow --json`,
    )
    .action(tellStory);
}

async function tellStory({ job: jobId, file: fileId, follow, json, url }: Flags): Promise<void> {
  const dir = join(readSettings().dataDir, 'logs');
  if (!existsSync(dir))
    throw new UsageError(`There are no logs in ${dir}. FILEMILL_DATA names the data folder.`);
  const of: StoryOf = { jobId, ...(fileId && { fileId }) };
  const show = (line: LogLine) =>
    process.stdout.write(`${json ? JSON.stringify(line) : describeLine(line)}\n`);

  const followed = followLines(dir);
  const logged = await Array.fromAsync(storyLines(listLogFiles(dir), of));
  const stored = await askServer(url, (client) => storedLines(client, of)).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`From the log alone: ${error.message}\n`);
    return [];
  });
  for (const line of mergeStory(logged, stored)) show(line);
  if (logged.length + stored.length === 0)
    process.stderr.write(`Nothing is known of job ${printable(jobId)}.\n`);
  while (follow) {
    for (const text of followed()) {
      const line = parseLine(text, of);
      if (line) show(line);
    }
    await pause(300);
  }
}

/** Attempts of the file, or of the job's files that failed. */
async function storedLines(client: Client, { jobId, fileId }: StoryOf): Promise<LogLine[]> {
  if (fileId) return attemptLines(await client.getFile({ jobId, fileId }));
  const { files } = await client.listFiles({ jobId, state: 'failed', limit: MOST_FILES });
  const lines: LogLine[] = [];
  for (const file of files) lines.push(...attemptLines(await client.getFile({ jobId, fileId: file.fileId })));
  return lines;
}

/** `2026-01-31 21:04:05.123 ! file.failed  000002 attempt 1  code=file.corrupt …`: one line, for people. */
export function describeLine({ time, level, event, fileId, attempt, ...members }: LogLine): string {
  const who = [fileId, attempt ? `attempt ${attempt}` : ''].filter(Boolean).join(' ');
  const rest = Object.entries(members)
    .filter(([name]) => name !== 'jobId') // the same in every line
    .map(([name, value]) => `${name}=${memberText(value)}`);
  const mark = level === 'info' ? ' ' : '!';
  const parts = [
    time.slice(0, 10),
    time.slice(11, 23),
    mark,
    event.padEnd(16),
    who.padEnd(16),
    rest.join(' '),
  ];
  return printable(parts.join(' ').trimEnd());
}

function memberText(value: unknown): string {
  const text = typeof value === 'string' ? value.split('\n', 1)[0]! : JSON.stringify(value);
  return typeof value === 'string' && /\s/.test(text) ? JSON.stringify(text) : text;
}
