import { resolve } from 'node:path';
import { ANALYSES, AnalysisOptions } from '@filemill/core';
import { createEngines } from '@filemill/engines';
import { readConfig } from '@filemill/standalone/config';
import { Command, InvalidArgumentError } from 'commander';
import { analyzeAll } from '../analyze.ts';
import type { Outcome } from '../outcome.ts';
import { Outputs } from '../outputs.ts';
import { createReporter } from '../reporter.ts';
import { Summary } from '../summary.ts';
import { UsageError } from '../usage-error.ts';
import { resolveRoots, walk, type Input } from '../walk.ts';

interface Flags {
  out: string;
  analyses?: string[];
  lang?: string[];
  json?: true;
  jobs?: number;
  force?: true;
}

const INTERRUPTED = 130;

export function analyzeCommand(): Command {
  return new Command('analyze')
    .description('Analyse files and folders, and write for each input what is in it, as JSON and as text.')
    .argument('<path...>', 'files and folders; folders with all that is in them')
    .option('--out <dir>', 'folder for the outputs', './filemill-out')
    .option('--analyses <list>', `of ${ANALYSES.join(', ')}; all that apply if not given`, list)
    .option('--lang <list>', 'languages of the text, most likely first, as in en,de', list)
    .option('--json', 'print a line of JSON for each file on standard output')
    .option('--jobs <number>', 'files at work at once (default: processor cores + 1)', positive)
    .option('--force', 'redo what is done')
    .addHelpText(
      'after',
      `
For a file a/scan.png in the folder, DIR gets a/scan.png.json and a/scan.png.txt. What was done before, with the same
bytes and options, is skipped. Exit codes: 0 all succeeded, 1 some failed, 2 wrong use, 130 interrupted.

Examples:
  filemill analyze scans
  filemill analyze letter.pdf talk.mp3 --out results
  filemill analyze inbox --analyses text --lang de,en
  filemill analyze inbox --json | jq 'select(.status == "failed")'`,
    )
    .action(analyze);
}

async function analyze(paths: string[], flags: Flags): Promise<void> {
  const options = readOptions(flags);
  const config = readSettings();
  const roots = await resolveRoots(paths);
  const outputs = await Outputs.open(resolve(flags.out), options);
  const interrupt = new AbortController();
  const onInterrupt = () => interrupt.abort();
  process.once('SIGINT', onInterrupt); // once: a second Ctrl-C ends the program as it stands
  const summary = new Summary();
  const reporter = createReporter(process.stderr);
  const engines = createEngines(config);
  try {
    if (roots.paths.includes(outputs.folder))
      throw new UsageError('--out must be another folder than the one to analyse.');
    if (process.stderr.isTTY) void count(walk(roots, outputs.folder)).then((n) => reporter.total(n));
    await analyzeAll(
      walk(roots, outputs.folder, (entry) => summary.leaveOut(entry)),
      flags.jobs ?? config.cores + 1,
      {
        ...{ engines, outputs, options, force: flags.force ?? false, signal: interrupt.signal },
        attempts: config.limits.attempts,
        onStart: ({ name }) => reporter.started(name),
        onProgress: ({ name }, progress) => reporter.progressed(name, progress),
        onEnd: (input, outcome) => {
          summary.add(outcome);
          reporter.ended(input.name, outcome);
          if (flags.json) process.stdout.write(`${JSON.stringify(toLine(input, outcome, outputs))}\n`);
        },
      },
    );
  } finally {
    reporter.close();
    await engines.close();
    await outputs.close();
    process.off('SIGINT', onInterrupt);
  }
  const end = interrupt.signal.aborted ? '\nInterrupted; run the same command again to go on.' : '';
  (flags.json ? process.stderr : process.stdout).write(`${summary.text()}\nresults in ${flags.out}${end}\n`);
  process.exitCode = interrupt.signal.aborted ? INTERRUPTED : summary.failures > 0 ? 1 : 0;
}

function readOptions({ analyses, lang }: Flags): AnalysisOptions {
  const parsed = AnalysisOptions.safeParse({ analyses, languages: lang });
  if (parsed.success) return parsed.data;
  const [problem] = parsed.error.issues;
  throw new UsageError(
    problem?.path[0] === 'analyses'
      ? `--analyses takes a list of ${ANALYSES.join(', ')}.`
      : '--lang takes one to four languages of two letters, as in en,de.',
  );
}

function readSettings() {
  try {
    return readConfig(process.env);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** What `--json` prints for each input. */
function toLine(input: Input, outcome: Outcome, outputs: Outputs): object {
  const { json, txt } = outputs.paths(input);
  return { path: input.path, ...outcome, output: outcome.status === 'failed' ? { json } : { json, txt } };
}

async function count(inputs: AsyncIterable<Input>): Promise<number> {
  let n = 0;
  for await (const _ of inputs) n++;
  return n;
}

function list(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

function positive(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}
