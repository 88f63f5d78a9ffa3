import { rm } from 'node:fs/promises';
import {
  isTransient,
  toErrorRecord,
  type AnalysisOptions,
  type Engines,
  type ErrorRecord,
  type FileAnalysis,
  type Progress,
} from '@filemill/core';
import { checkReadable, toFileError } from './file-errors.ts';
import type { Outcome } from './outcome.ts';
import type { Outputs } from './outputs.ts';
import type { Input } from './walk.ts';

export interface AnalyzeDeps {
  engines: Engines;
  outputs: Outputs;
  options: AnalysisOptions;
  /** Attempts for a file whose failure may have been the engine's. */
  attempts: number;
  /** Redo what is done. */
  force: boolean;
  signal: AbortSignal;
  onStart: (input: Input) => void;
  onProgress: (input: Input, progress: Progress) => void;
  onEnd: (input: Input, outcome: Outcome) => void;
}

/**
 * Analyses the inputs, `jobs` at once, and writes their outputs. A failure is that input's outcome; it doesn't keep the
 * others from theirs. After the signal no input is begun, and those under way end without an outcome.
 */
export async function analyzeAll(
  inputs: AsyncIterator<Input>,
  jobs: number,
  deps: AnalyzeDeps,
): Promise<void> {
  const worker = async () => {
    for (;;) {
      if (deps.signal.aborted) return;
      const next = await inputs.next();
      if (next.done) return;
      await analyzeOne(next.value, deps);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}

async function analyzeOne(input: Input, deps: AnalyzeDeps): Promise<void> {
  const startedAt = performance.now();
  deps.onStart(input);
  let outcome: Outcome;
  try {
    outcome = await analyzeAndWrite(input, deps, startedAt);
  } catch (thrown) {
    outcome = failure(toFileError(thrown), startedAt);
  }
  if (!deps.signal.aborted) deps.onEnd(input, outcome);
}

function failure(error: ErrorRecord, startedAt: number): Outcome {
  if (error.code === 'file.no_analysis') return { status: 'inapplicable' };
  return { status: 'failed', analyses: [], error, seconds: since(startedAt) };
}

async function analyzeAndWrite(input: Input, deps: AnalyzeDeps, startedAt: number): Promise<Outcome> {
  const folder = await deps.outputs.workFolder();
  try {
    await checkReadable(input.path);
    if (!deps.force && (await deps.outputs.isDone(input))) return { status: 'skipped' };
    const analysis = await withAttempts(input, folder, deps);
    await deps.outputs.writeResults(input, folder, analysis);
    const { media, results, failures } = analysis;
    const done = { kind: media.kind, analyses: results.map((r) => r.analysis), seconds: since(startedAt) };
    const [failure] = failures;
    return failure ? { ...done, status: 'failed', error: failure.error } : { ...done, status: 'succeeded' };
  } catch (thrown) {
    if (!deps.signal.aborted) await deps.outputs.writeFailure(input, folder, toFileError(thrown));
    throw thrown;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withAttempts(input: Input, outDir: string, deps: AnalyzeDeps): Promise<FileAnalysis> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await deps.engines.analyze({
        path: input.path,
        name: input.name,
        options: deps.options,
        outDir,
        previews: false,
        signal: deps.signal,
        onProgress: (progress) => deps.onProgress(input, progress),
      });
    } catch (thrown) {
      const mayPass = isTransient(toErrorRecord(thrown).code) && attempt < deps.attempts;
      if (!mayPass || deps.signal.aborted) throw thrown;
    }
  }
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt) / 1000;
}
