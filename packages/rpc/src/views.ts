import * as z from 'zod';
import {
  ANALYSES,
  AnalysisOptions,
  ERROR_CODES,
  FAILURE_STAGES,
  FILE_KINDS,
  FILE_STATES,
  JOB_STATES,
  MediaInfo,
  type ErrorCode,
} from '@filemill/core';

/** What the API shows of jobs and files: the records without what only the machinery needs. */

export const ErrorView = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string().describe('What happened and what to do now.'),
});
export type ErrorView = z.infer<typeof ErrorView>;

export const CountsView = z.record(z.enum(FILE_STATES), z.int().nonnegative());

export const JobView = z.object({
  jobId: z.string(),
  name: z.string(),
  state: z.enum(JOB_STATES),
  since: z.iso.datetime().describe('When the state was entered.'),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  uploadDeadline: z.iso.datetime(),
  options: AnalysisOptions,
  fileCount: z.int(),
  totalBytes: z.int(),
  counts: CountsView.describe('Files by state; always adds up to fileCount.'),
});
export type JobView = z.infer<typeof JobView>;

export const ProgressView = z.object({
  done: z.number(),
  total: z.number(),
  unit: z.enum(['pages', 'seconds', 'frames', 'steps']),
  note: z.string(),
});

export const FileView = z.object({
  jobId: z.string(),
  fileId: z.string(),
  name: z.string().describe('As the person called it, with its folders.'),
  size: z.int().describe('Bytes.'),
  state: z.enum(FILE_STATES),
  since: z.iso.datetime(),
  attempt: z.int(),
  kind: z.enum(FILE_KINDS).optional(),
  media: MediaInfo.optional(),
  results: z.array(z.enum(ANALYSES)).describe('Analyses that have a result.'),
  failures: z.array(z.object({ analysis: z.enum(ANALYSES), error: ErrorView })),
  error: ErrorView.optional(),
  progress: ProgressView.optional().describe('While it is running.'),
  thumbnailUrl: z.url().optional().describe('For minutes; ask again for a fresh one.'),
});
export type FileView = z.infer<typeof FileView>;

export const UploadView = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('post'),
    url: z.url(),
    fields: z
      .record(z.string(), z.string())
      .describe('Form fields to send before the field `file`, which holds the bytes.'),
    expiresAt: z.iso.datetime(),
  }),
  z.object({
    method: z.literal('multipart'),
    uploadId: z.string(),
    partSize: z.int().describe('Bytes of each part but the last.'),
    partCount: z.int(),
    urls: z.record(z.string(), z.url()).describe('Where to PUT a part, by part number, for those asked for.'),
    uploaded: z
      .array(z.object({ part: z.int(), etag: z.string(), size: z.int() }))
      .describe('Parts that have arrived before.'),
    expiresAt: z.iso.datetime(),
  }),
]);
export type UploadView = z.infer<typeof UploadView>;

export const ResultView = z.object({
  analysis: z.enum(ANALYSES),
  url: z.url().describe('The result as JSON (schema at /result-schema.json), readable for minutes.'),
  size: z.int(),
  sha256: z.string(),
  engine: z.object({ name: z.string(), version: z.string() }),
  seconds: z.number().describe('Of engine work; 0 where an equal file had been analysed before.'),
});
export type ResultView = z.infer<typeof ResultView>;

export const FailureView = z.object({
  fingerprint: z.string().describe('Names the cause; equal causes have it in common in every job.'),
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  stage: z.enum(FAILURE_STAGES).describe("Where on a file's path it failed."),
  engine: z.string().optional(),
  detail: z.string().describe('What was said, without numbers, names and paths.'),
  count: z.int().describe('Files that are failed for it now.'),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  example: z.object({ jobId: z.string(), fileId: z.string() }).describe('One of the files.'),
});
export type FailureView = z.infer<typeof FailureView>;

export const FileDetailView = z.object({
  file: FileView,
  originalUrl: z.url().optional().describe('The original, for showing; absent until it has arrived.'),
  downloadUrl: z.url().optional().describe('The original, for saving.'),
  previews: z.array(z.object({ name: z.string(), url: z.url(), mediaType: z.string() })),
  attempts: z.array(
    z.object({
      attempt: z.int(),
      startedAt: z.iso.datetime(),
      endedAt: z.iso.datetime().optional(),
      error: ErrorView.optional(),
    }),
  ),
  previousFileId: z.string().optional(),
  nextFileId: z.string().optional(),
});
export type FileDetailView = z.infer<typeof FileDetailView>;
