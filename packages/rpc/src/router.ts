import { implement } from '@orpc/server';
import {
  FilemillError,
  type BlobStore,
  type Clock,
  type EventBus,
  type FileRecord,
  type JobRecord,
  type JobStore,
  type Limits,
  type Log,
} from '@filemill/core';
import {
  cancelJob,
  createJob,
  deleteJob,
  fileIdAt,
  finishUpload,
  requestUpload,
  retryCause,
  retryFiles,
} from '@filemill/core/pipeline';
import { contract } from './contract.ts';
import { toRpcError } from './errors.ts';
import { fileDetailView, fileView, jobView, link } from './present.ts';

/** What the procedures work with. */
export interface RpcDeps {
  jobs: JobStore;
  blobs: BlobStore;
  events: EventBus;
  clock: Clock;
  limits: Limits;
  newId: () => string;
  log: Log;
}

/** Who calls. */
export interface Caller {
  owner: string;
}

/** What a procedure knows of its call. */
export interface CallContext extends Caller {
  requestId: string;
}

/** Implements the contract. Each procedure is a step of the pipeline, or a read, between a check and a view. */
export function createRouter(deps: RpcDeps) {
  const api = implement(contract)
    .$context<CallContext>()
    .use(async ({ next }) => {
      try {
        return await next();
      } catch (thrown) {
        throw toRpcError(thrown);
      }
    });

  /** The one place where it is decided whose job it is: somebody else's is as if it weren't there. */
  const own = async (caller: Caller, jobId: string): Promise<JobRecord> => {
    const job = await deps.jobs.getJob(jobId);
    if (job && job.owner === caller.owner && job.state !== 'draft' && job.state !== 'deleting') return job;
    throw new FilemillError('job.not_found', 'There is no such job, or it is not yours.');
  };
  const ownFile = async (caller: Caller, ref: { jobId: string; fileId: string }): Promise<FileRecord> => {
    await own(caller, ref.jobId);
    const file = await deps.jobs.getFile(ref.jobId, ref.fileId);
    if (file) return file;
    throw new FilemillError('file.not_found', 'There is no such file in the job.');
  };
  const withCounts = async (job: JobRecord) => {
    const counts = await deps.jobs.countFiles(job.jobId);
    if (!counts) throw new FilemillError('job.not_found', 'The job was deleted meanwhile.');
    return jobView(job, counts);
  };

  return api.router({
    createJob: api.createJob.handler(async ({ input, context }) => {
      const { owner, requestId } = context;
      const { job, fileIds } = await createJob(deps, { ...input, owner, options: input.options ?? {} });
      deps.log.info('job.create_asked', { jobId: job.jobId, requestId });
      return { job: await withCounts(job), fileIds };
    }),

    requestUpload: api.requestUpload.handler(async ({ input, context }) => {
      await own(context, input.jobId);
      return requestUpload(deps, input);
    }),

    completeUpload: api.completeUpload.handler(async ({ input, context }) => {
      await own(context, input.jobId);
      return { file: await fileView(deps.blobs, await finishUpload(deps, input)) };
    }),

    getJob: api.getJob.handler(async ({ input, context }) => ({
      job: await withCounts(await own(context, input.jobId)),
    })),

    listJobs: api.listJobs.handler(async ({ input, context }) => {
      const page = await deps.jobs.listJobs({ ...input, owner: context.owner });
      const seen = page.items.filter(({ state }) => state !== 'deleting');
      return { jobs: await Promise.all(seen.map(withCounts)), cursor: page.cursor };
    }),

    listFiles: api.listFiles.handler(async ({ input, context }) => {
      await own(context, input.jobId);
      const page = await deps.jobs.listFiles(input);
      const running = page.items.filter(({ state }) => state === 'running').map(({ fileId }) => fileId);
      const progress = await deps.jobs.getProgress(input.jobId, running);
      const files = await Promise.all(
        page.items.map((file) => fileView(deps.blobs, file, progress.get(file.fileId))),
      );
      return { files, cursor: page.cursor };
    }),

    getFile: api.getFile.handler(async ({ input, context }) => {
      const file = await ownFile(context, input);
      const { fileCount } = await own(context, input.jobId);
      const place = Number(file.fileId);
      return fileDetailView(deps, file, {
        ...(place > 1 && { previousFileId: fileIdAt(place - 2) }),
        ...(place < fileCount && { nextFileId: fileIdAt(place) }),
      });
    }),

    getResult: api.getResult.handler(async ({ input, context }) => {
      const file = await ownFile(context, input);
      const result = file.results.find(({ analysis }) => analysis === input.analysis);
      if (!result) {
        throw new FilemillError('result.not_found', `"${file.name}" has no result for ${input.analysis}.`);
      }
      const { analysis, size, sha256, engine, seconds, key } = result;
      return {
        analysis,
        size,
        sha256,
        engine,
        seconds,
        url: await link(deps.blobs, 'results', key, 'application/json'),
      };
    }),

    cancelJob: api.cancelJob.handler(async ({ input, context }) => {
      await own(context, input.jobId);
      deps.log.info('job.cancel_asked', { jobId: input.jobId, requestId: context.requestId });
      return { job: await withCounts(await cancelJob(deps, input)) };
    }),

    retryFiles: api.retryFiles.handler(async ({ input, context }) => {
      await own(context, input.jobId);
      deps.log.info('job.retry_asked', { jobId: input.jobId, requestId: context.requestId });
      const { job, retried } = await retryFiles(deps, input);
      return { job: await withCounts(job), retried };
    }),

    listFailures: api.listFailures.handler(async ({ input, context }) => {
      const page = await deps.jobs.listFailures({ ...input, owner: context.owner });
      return { failures: page.items, cursor: page.cursor };
    }),

    retryCause: api.retryCause.handler(({ input, context }) =>
      retryCause(deps, { owner: context.owner, fingerprint: input.fingerprint }),
    ),

    deleteJob: api.deleteJob.handler(async ({ input, context }) => {
      await own(context, input.jobId);
      deps.log.info('job.delete_asked', { jobId: input.jobId, requestId: context.requestId });
      await deleteJob(deps, input);
      return { deleted: true as const };
    }),
  });
}

export type Router = ReturnType<typeof createRouter>;
