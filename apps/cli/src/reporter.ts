import type { Progress } from '@filemill/core';
import type { Outcome } from './outcome.ts';
import { duration, fit, printable } from './printable.ts';
import { ProgressBars } from './progress-bars.ts';

/** Shows a person how the work goes on. */
export interface Reporter {
  /** How many inputs there are, once it is known. */
  total(count: number): void;
  started(name: string): void;
  progressed(name: string, progress: Progress): void;
  ended(name: string, outcome: Outcome): void;
  close(): void;
}

/** Bars on a terminal, a line for each file elsewhere. */
export function createReporter(stream: NodeJS.WriteStream): Reporter {
  return stream.isTTY ? new ProgressBars(stream) : lines(stream);
}

function lines(stream: NodeJS.WritableStream): Reporter {
  return {
    total: () => {},
    started: () => {},
    progressed: () => {},
    ended: (name, outcome) => stream.write(`${describe(name, outcome)}\n`),
    close: () => {},
  };
}

/** `a/scan.png: text, labels in 3.2 s`. A failure says why. */
export function describe(name: string, outcome: Outcome, columns = Infinity): string {
  const shown = fit(printable(name), columns);
  if (outcome.status === 'skipped') return `${shown}: done before`;
  if (outcome.status === 'inapplicable') return `${shown}: none of the chosen analyses is for such a file`;
  if (outcome.status === 'failed')
    return `${shown}: failed: ${printable(outcome.error.message)} (${outcome.error.code})`;
  return `${shown}: ${outcome.analyses.join(', ')} in ${duration(outcome.seconds)}`;
}
