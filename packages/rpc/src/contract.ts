import { oc } from '@orpc/contract';
import { ANALYSES, AnalysisOptions, FILE_STATES } from '@filemill/core';
import * as z from 'zod';
import { rpcErrors } from './errors.ts';
import { FailureView, FileDetailView, FileView, JobView, ResultView, UploadView } from './views.ts';

/**
 * The contract of the API: every procedure is `POST /rpc/{procedure}` with a JSON object in and out, so that each is
 * one route on an HTTP API. `server.ts` implements it, `client.ts` calls it, `openapi.ts` describes it.
 */
const procedure = (name: string, summary: string, description: string) =>
  oc.route({ method: 'POST', path: `/${name}`, operationId: name, summary, description }).errors(rpcErrors);

const jobRef = { jobId: z.string().max(64) };
const fileRef = { ...jobRef, fileId: z.string().max(16) };
const page = {
  cursor: z.string().max(500).optional().describe('From the page before; absent for the first.'),
};

export const NewFile = z.object({
  name: z.string().min(1).describe('What the person calls it; may hold folders, parted by /.'),
  size: z.int().nonnegative().describe('Bytes.'),
  contentType: z.string().max(200).optional(),
});

export const contract = {
  createJob: procedure(
    'createJob',
    'Make a job',
    'Freezes the list of files and gives each an id, in the same order. Repeating the call with the same idempotency key gives the same job.',
  )
    .input(
      z.object({
        name: z.string().max(200).optional(),
        files: z.array(NewFile).min(1),
        options: AnalysisOptions.optional(),
        idempotencyKey: z.string().min(8).max(100).optional(),
      }),
    )
    .output(z.object({ job: JobView, fileIds: z.array(z.string()) })),

  requestUpload: procedure(
    'requestUpload',
    'Ask how to upload a file',
    'Small files are sent as one POST of a form; large ones in parts. May be called again at any time: for further parts, or when the signatures have expired.',
  )
    .input(
      z.object({
        ...fileRef,
        parts: z.array(z.int().min(1).max(10_000)).max(100).optional().describe('Part numbers to sign.'),
      }),
    )
    .output(UploadView),

  completeUpload: procedure(
    'completeUpload',
    'Say that a file has been uploaded',
    'Puts the parts together, checks the size and takes the file in. For a file that was sent by POST it only makes sure that its arrival was noticed.',
  )
    .input(z.object({ ...fileRef, uploadId: z.string().optional() }))
    .output(z.object({ file: FileView })),

  getJob: procedure('getJob', 'Read a job', 'State and counts.')
    .input(z.object(jobRef))
    .output(z.object({ job: JobView })),

  listJobs: procedure('listJobs', 'List jobs', 'Newest first.')
    .input(z.object({ ...page, limit: z.int().min(1).max(100).default(50) }))
    .output(z.object({ jobs: z.array(JobView), cursor: z.string().optional() })),

  listFiles: procedure('listFiles', 'List the files of a job', "In the manifest's order.")
    .input(
      z.object({
        ...jobRef,
        ...page,
        state: z.enum(FILE_STATES).optional(),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ files: z.array(FileView), cursor: z.string().optional() })),

  getFile: procedure('getFile', 'Read a file', 'With links to the original and its previews.')
    .input(z.object(fileRef))
    .output(FileDetailView),

  getResult: procedure('getResult', 'Get a result', 'Where to read the JSON of one analysis.')
    .input(z.object({ ...fileRef, analysis: z.enum(ANALYSES) }))
    .output(ResultView),

  cancelJob: procedure('cancelJob', 'Cancel a job', 'Files that have not ended are cancelled; results stay.')
    .input(z.object(jobRef))
    .output(z.object({ job: JobView })),

  retryFiles: procedure(
    'retryFiles',
    'Retry files',
    'Failed and cancelled files of an ended job are tried again; those whose bytes never arrived wait for them anew.',
  )
    .input(
      z.object({
        ...jobRef,
        fileIds: z.array(z.string()).min(1).max(10_000).optional().describe('All if absent.'),
      }),
    )
    .output(z.object({ job: JobView, retried: z.int() })),

  listFailures: procedure(
    'listFailures',
    'List failures by cause',
    'Failed files of all your jobs, grouped by what they failed for.',
  )
    .input(z.object({ ...page, limit: z.int().min(1).max(100).default(50) }))
    .output(z.object({ failures: z.array(FailureView), cursor: z.string().optional() })),

  retryCause: procedure(
    'retryCause',
    'Retry a group of failures',
    'Tries every file again that failed for one cause, in all your jobs that have ended.',
  )
    .input(z.object({ fingerprint: z.string().regex(/^[0-9a-f]{12}$/) }))
    .output(
      z.object({
        jobs: z.int().describe('Jobs that go on.'),
        retried: z.int().describe('Files that are tried again.'),
        waiting: z.int().describe('Files of jobs that have not ended yet; retry them then.'),
      }),
    ),

  deleteJob: procedure(
    'deleteJob',
    'Delete a job',
    'With its originals and results, for good. A job that runs is cancelled first.',
  )
    .input(z.object(jobRef))
    .output(z.object({ deleted: z.literal(true) })),
};

export type Contract = typeof contract;
