import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { FILES_A_PAGE, filesQuery } from '../api/jobs.ts';
import type { FileState, FileView } from '../api/types.ts';

export interface Files {
  /** Loaded files, in order, without gaps. */
  loaded: FileView[];
  isLoading: boolean;
  error: Error | null;
  refetch: () => void;
  /** Which files are on screen: pages up to there are loaded, those on screen are kept fresh. */
  onRange: (first: number, last: number) => void;
}

/**
 * A job's files by index. Cursors lead from page to page, so pages load in order; but each is a query of its own, and
 * only those on screen are asked for again while the job moves.
 */
export function useFiles(jobId: string, state: FileState | undefined, live: boolean): Files {
  const [range, setRange] = useState<[number, number]>([0, 0]);
  const [cursors, setCursors] = useState<(string | undefined)[]>([undefined]);
  const pages = useQueries({
    queries: cursors.map((cursor, page) =>
      filesQuery(jobId, state, cursor, live && page >= range[0] && page <= range[1]),
    ),
  });
  const last = pages.at(-1);
  const next = last?.data?.cursor;
  if (next && pages.length - 1 < range[1] && !cursors.includes(next)) {
    setCursors([...cursors, next]);
  }
  const onRange = useCallback((first: number, lastIndex: number) => {
    const wanted: [number, number] = [
      Math.floor(first / FILES_A_PAGE),
      Math.floor((lastIndex + 40) / FILES_A_PAGE),
    ];
    setRange((before) => (before[0] === wanted[0] && before[1] === wanted[1] ? before : wanted));
  }, []);
  return {
    loaded: pages.flatMap((page) => page.data?.files ?? []),
    isLoading: pages[0]?.data === undefined,
    error: pages.find((page) => page.error)?.error ?? null,
    refetch: () => pages.forEach((page) => void page.refetch()),
    onRange,
  };
}
