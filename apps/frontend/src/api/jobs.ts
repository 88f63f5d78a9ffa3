import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './client.ts';
import { pollInterval } from './poll.ts';
import type { FileState, JobState, JobView } from './types.ts';

const ENDED: JobState[] = ['succeeded', 'partial', 'failed', 'cancelled'];

/** Something may still happen to it by itself. */
export const isActive = (job: JobView): boolean => !ENDED.includes(job.state);

export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['jobs', jobId],
    queryFn: async ({ signal }) => (await api.getJob({ jobId }, { signal })).job,
    refetchInterval: ({ state: { data } }) => data !== undefined && isActive(data) && pollInterval(data),
    refetchIntervalInBackground: true,
  });

export const jobsQuery = infiniteQueryOptions({
  queryKey: ['jobs', 'list'],
  queryFn: ({ pageParam, signal }) => api.listJobs({ cursor: pageParam, limit: 50 }, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.cursor,
  select: ({ pages }) => pages.flatMap((page) => page.jobs),
  refetchInterval: ({ state: { data } }) =>
    data !== undefined && data.pages.some((page) => page.jobs.some(isActive)) && pollInterval(data),
});

export const FILES_A_PAGE = 100;

/** One page of a job's files. Pages are queries of their own, so that only those on screen are asked for again. */
export const filesQuery = (
  jobId: string,
  state: FileState | undefined,
  cursor: string | undefined,
  live: boolean,
) =>
  queryOptions({
    queryKey: ['jobs', jobId, 'files', state ?? 'all', cursor ?? 'first'],
    queryFn: ({ signal }) => api.listFiles({ jobId, state, cursor, limit: FILES_A_PAGE }, { signal }),
    refetchInterval: ({ state: { data } }) => live && data !== undefined && pollInterval(data),
  });

/** What is being worked on now. */
export const runningFilesQuery = (jobId: string, live: boolean) =>
  queryOptions({
    queryKey: ['jobs', jobId, 'running'],
    queryFn: async ({ signal }) =>
      (await api.listFiles({ jobId, state: 'running', limit: 20 }, { signal })).files,
    enabled: live,
    refetchInterval: ({ state: { data } }) => live && data !== undefined && pollInterval(data),
  });

export const fileQuery = (jobId: string, fileId: string) =>
  queryOptions({
    queryKey: ['jobs', jobId, 'file', fileId],
    queryFn: ({ signal }) => api.getFile({ jobId, fileId }, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined &&
      !['succeeded', 'failed', 'cancelled'].includes(data.file.state) &&
      pollInterval(data),
  });

/** Calls that change a job; what is on screen of it is read again afterwards. */
export function useJobActions(jobId: string) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ['jobs'] });
  return {
    cancel: useMutation({
      mutationFn: () => api.cancelJob({ jobId }),
      onSettled,
      meta: { failure: 'The job could not be cancelled' },
    }),
    retry: useMutation({
      mutationFn: (fileIds?: string[]) => api.retryFiles({ jobId, fileIds }),
      onSettled,
      meta: { failure: 'The files could not be retried' },
    }),
    remove: useMutation({
      mutationFn: () => api.deleteJob({ jobId }),
      meta: { failure: 'The job could not be deleted' },
      onSuccess: () => client.removeQueries({ queryKey: ['jobs', jobId] }),
      onSettled: () => client.invalidateQueries({ queryKey: ['jobs', 'list'] }),
    }),
  };
}
