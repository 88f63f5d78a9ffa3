import type { Analysis, ErrorRecord, FileKind } from '@filemill/core';

/** How the work on one input ended. */
export type Outcome =
  | { status: 'succeeded'; kind: FileKind; analyses: Analysis[]; seconds: number }
  /** Some of the analyses failed, or all of them; `error` is the first reason. */
  | { status: 'failed'; kind?: FileKind; analyses: Analysis[]; error: ErrorRecord; seconds: number }
  /** None of the chosen analyses is for this kind of file, which is no failure. */
  | { status: 'inapplicable' }
  /** It was done before, with the same bytes and options. */
  | { status: 'skipped' };
