import { resolve } from 'node:path';
import { ANALYSES, AnalysisOptions } from '@filemill/core';
import { createEngines } from '@filemill/engines';
import type { Config } from '@filemill/standalone/config';
import { Command, InvalidArgumentError } from 'commander';
import { analyzeAll, type AnalyzeDeps } from '../analyze.ts';
import type { Outcome } from '../outcome.ts';
import { Outputs } from '../outputs.ts';
import { duration, printable } from '../printable.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { readSettings } from '../settings.ts';
import { Summary } from '../summary.ts';
import { UsageError } from '../usage-error.ts';
import { resolveRoots, walk, type Input, type Roots } from '../walk.ts';

interface Flags {
  out: string;
  analyses?: string[];
  lang?: string[];
  json?: true;
  jobs?: number;
  force?: true;
}

/** By convention 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };

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
  await using outputs = await Outputs.open(resolve(flags.out), options);
  if (roots.paths.includes(outputs.folder))
    throw new UsageError('--out must be another folder than the one to analyse.');

  const startedAt = performance.now();
  const summary = new Summary();
  const interrupted = await untilInterrupted((signal) =>
    work({ config, options, roots, outputs, summary, flags, signal }),
  );
  const took = duration((performance.now() - startedAt) / 1000);
  const end = interrupted ? '\nInterrupted; run the same command again to go on.' : '';
  (flags.json ? process.stderr : process.stdout).write(
    `${summary.text()}\nresults in ${printable(flags.out)}, after ${took}${end}\n`,
  );
  process.exitCode = interrupted ?? (summary.failures > 0 ? 1 : 0);
}

interface Work {
  config: Config;
  options: AnalysisOptions;
  roots: Roots;
  outputs: Outputs;
  summary: Summary;
  flags: Flags;
  signal: AbortSignal;
}

async function work({ config, options, roots, outputs, summary, flags, signal }: Work): Promise<void> {
  const reporter = createReporter(process.stderr);
  if (process.stderr.isTTY) void tellTotal(reporter, walk(roots, outputs.folder), signal);
  const { limits, cores, modelsDir } = config;
  const engines = createEngines({ limits, cores, modelsDir: modelsDir || undefined });
  const deps: AnalyzeDeps = {
    ...{ engines, outputs, options, signal, force: flags.force ?? false, attempts: limits.attempts },
    onStart: ({ name }) => reporter.started(name),
    onProgress: ({ name }, progress) => reporter.progressed(name, progress),
    onEnd: (input, outcome) => {
      summary.add(outcome);
      reporter.ended(input.name, outcome);
      if (flags.json) process.stdout.write(`${JSON.stringify(toLine(input, outcome, outputs))}\n`);
    },
  };
  try {
    const inputs = walk(roots, outputs.folder, (entry) => summary.leaveOut(entry));
    await analyzeAll(inputs, flags.jobs ?? cores + 1, deps);
  } finally {
    reporter.close();
    await engines.close();
  }
}

/** Runs the work with a signal that Ctrl-C raises; returns the exit code then. A second one ends the program as it stands. */
async function untilInterrupted(run: (signal: AbortSignal) => Promise<void>): Promise<number | undefined> {
  const interrupt = new AbortController();
  let exitCode: number | undefined;
  const listeners = Object.entries(EXIT_CODES).map(([name, code]) => {
    const listener = () => {
      exitCode = code;
      interrupt.abort();
    };
    process.once(name, listener);
    return { name, listener };
  });
  try {
    await run(interrupt.signal);
  } finally {
    for (const { name, listener } of listeners) process.off(name, listener);
  }
  return exitCode;
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

/** What `--json` prints for each input. */
function toLine(input: Input, outcome: Outcome, outputs: Outputs): object {
  const { json, txt } = outputs.paths(input);
  const hasText = outcome.status === 'skipped' || ('analyses' in outcome && outcome.analyses.length > 0);
  return { path: input.path, ...outcome, output: hasText ? { json, txt } : { json } };
}

/** Counts ahead of the work, so that the time left can be told, and memory doesn't grow with the number of inputs. */
async function tellTotal(
  reporter: Reporter,
  inputs: AsyncIterable<Input>,
  signal: AbortSignal,
): Promise<void> {
  let count = 0;
  for await (const _ of inputs) {
    if (signal.aborted) return;
    count++;
  }
  reporter.total(count);
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
