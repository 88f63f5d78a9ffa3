import type { FileState } from '../api/types.ts';

/** Groups of file states that the tiles on a job's page show. */
export const FILTERS = [
  'succeeded',
  'failed',
  'running',
  'queued',
  'uploaded',
  'pending',
  'cancelled',
] as const satisfies FileState[];

export interface JobSearch {
  state?: (typeof FILTERS)[number];
  view?: 'list';
}

/** What a job's page takes from its address; anything else is dropped. */
export function parseJobSearch(search: Record<string, unknown>): JobSearch {
  const state = FILTERS.find((filter) => filter === search.state);
  return { ...(state && { state }), ...(search.view === 'list' && { view: 'list' as const }) };
}
