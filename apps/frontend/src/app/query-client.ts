import { MutationCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/client.ts';
import { toastError } from './toast.ts';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** What a failure is called: "The job could not be cancelled". */
      failure?: string;
    };
  }
}

/** Trying again helps only where there was no answer, or a server's own trouble. */
const mayPass = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status >= 500);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 3 && mayPass(error),
      staleTime: 1_000,
      // The server may be on this very machine, reachable without any network.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) =>
      void toastError(mutation.meta?.failure ?? 'That did not work', error),
  }),
});
