import type { Analysis, Result } from '@filemill/rpc/client';
import { useQueries } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { FileView } from '../api/types.ts';
import type { Results } from './model/results.ts';

export interface LoadedResults {
  results: Results;
  isLoading: boolean;
  error: Error | null;
}

/** All results of a file, each read from where the API says that it is. */
export function useResults({ jobId, fileId, attempt, results }: FileView): LoadedResults {
  return useQueries({
    queries: results.map((analysis) => ({
      queryKey: ['results', jobId, fileId, attempt, analysis],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchResult({ jobId, fileId, analysis }, signal),
      // A result never changes; one that is no longer looked at is soon forgotten, for it may be large.
      staleTime: Infinity,
      gcTime: 30_000,
    })),
    combine: (queries) => ({
      results: Object.fromEntries(
        queries.flatMap(({ data }) => (data ? [[data.analysis, data]] : [])),
      ) as Results,
      isLoading: queries.some((query) => query.isLoading),
      error: queries.find((query) => query.error)?.error ?? null,
    }),
  });
}

async function fetchResult(
  ref: { jobId: string; fileId: string; analysis: Analysis },
  signal: AbortSignal,
): Promise<Result> {
  const { url } = await api.getResult(ref, { signal });
  const response = await fetch(url, { signal });
  if (!response.ok)
    throw new Error(`The ${ref.analysis} result could not be read (status ${response.status}).`);
  return (await response.json()) as Result;
}
