import { FilemillError, nameLimit, type Limits } from '@filemill/core';

/** Characters of a worker's last words on stderr that are kept as the cause of a crash. */
export const OUTPUT_TAIL = 1500;

export function cancelled(): FilemillError {
  return new FilemillError('cancelled', 'The work on the file was cancelled.');
}

export function outOfMemory(limits: Limits, cause?: string): FilemillError {
  const limit = nameLimit('workerMegabytes', limits);
  return new FilemillError(
    'engine.out_of_memory',
    `The engine needed more memory for this file than the limit of ${limit}, and was stopped.`,
    { cause },
  );
}

export function stalled(limits: Limits): FilemillError {
  const limit = nameLimit('stallSeconds', limits);
  return new FilemillError(
    'engine.timeout',
    `The engine made no progress on this file for ${limit}, and was stopped.`,
  );
}

export function tookTooLong(limits: Limits): FilemillError {
  const limit = nameLimit('fileMinutes', limits);
  return new FilemillError(
    'engine.timeout',
    `The engine worked on this file for more than the limit of ${limit}, and was stopped.`,
  );
}

export interface Ending {
  exitCode: number | null;
  signalCode: NodeJS.Signals | null;
  /** Last lines on stderr. */
  output: string;
  /** Set when the process could not be started. */
  startFailure: unknown;
}

/** A worker ended that nobody had ended. */
export function crashed(
  { exitCode, signalCode, output, startFailure }: Ending,
  limits: Limits,
): FilemillError {
  // V8 says this when the heap is full, and aborts.
  if (output.includes('heap out of memory')) return outOfMemory(limits, output);
  const how = startFailure
    ? `could not be started: ${String(startFailure)}`
    : `ended with ${signalCode ? `signal ${signalCode}` : `exit code ${exitCode}`}`;
  return new FilemillError(
    'engine.crashed',
    'The engine stopped in the middle of its work on this file. Other files are not affected.',
    { cause: `The worker process ${how}\n${output}`.trim() },
  );
}
