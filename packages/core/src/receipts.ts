import * as z from 'zod';
import { isTerminalFile, TERMINAL_FILE_STATES, type FileRecord } from './file.ts';
import type { JobRecord } from './job.ts';
import { ANALYSES, AnalysisOptions } from './media.ts';

export const RECEIPT_SCHEMA = 'filemill.receipt/1';

const Failure = z.object({ code: z.string(), message: z.string() });

/**
 * What became of one file, written down beside its results: with it the account of a job can be checked without the
 * job store. A **receipt** is one line of JSON; `jobFiles` lines with the same job and round make the account whole.
 */
export const Receipt = z.object({
  schema: z.literal(RECEIPT_SCHEMA),
  jobId: z.string(),
  /** Of the job, in which it ended this time. */
  round: z.int().nonnegative(),
  /** Files that the job accepted. */
  jobFiles: z.int().positive(),
  fileId: z.string(),
  /** Bytes announced. */
  size: z.int().nonnegative(),
  /** Of the original; absent where nobody could look inside. */
  sha256: z.string().optional(),
  /** By content. */
  mediaType: z.string().optional(),
  options: AnalysisOptions,
  state: z.enum(TERMINAL_FILE_STATES),
  /** ISO 8601: when the state was entered. */
  since: z.string(),
  /** Why it failed. */
  reason: Failure.optional(),
  attempts: z.array(
    z.object({
      attempt: z.int(),
      startedAt: z.string(),
      endedAt: z.string().optional(),
      error: Failure.optional(),
    }),
  ),
  results: z.array(
    z.object({
      analysis: z.enum(ANALYSES),
      /** In the results bucket. */
      key: z.string(),
      size: z.int().nonnegative(),
      sha256: z.string(),
      engine: z.object({ name: z.string(), version: z.string() }),
    }),
  ),
  /** Analyses that failed while the file as a whole succeeded. */
  failures: z.array(z.object({ analysis: z.enum(ANALYSES), error: Failure })),
});
export type Receipt = z.infer<typeof Receipt>;

/** The receipt of a file that has ended; undefined for one that hasn't. Equal records give equal receipts. */
export function receiptOf(job: JobRecord, file: FileRecord): Receipt | undefined {
  if (!isTerminalFile(file.state)) return undefined;
  // Parsing drops what a receipt doesn't show, such as an error's cause.
  return Receipt.parse({
    ...file,
    schema: RECEIPT_SCHEMA,
    round: job.round,
    jobFiles: job.fileCount,
    options: job.options,
    reason: file.error,
    sha256: file.media?.sha256,
    mediaType: file.media?.mediaType,
  });
}
