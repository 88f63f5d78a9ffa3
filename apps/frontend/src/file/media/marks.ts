import { findings } from '../model/pieces.ts';
import { pagesOf, type Results } from '../model/results.ts';
import type { Tab } from '../search.ts';

/** A span of the recording where something was found, as shares of its length. */
export interface Mark {
  start: number;
  width: number;
}

/** Spans that the open tab is about, those that touch joined, so that thousands of words are a few marks. */
export function marksOf(results: Results, tab: Tab, duration: number): Mark[] {
  if (duration <= 0) return [];
  const joined: { start: number; end: number }[] = [];
  for (const span of spansOf(results, tab).sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && span.start <= last.end + duration / 500) last.end = Math.max(last.end, span.end);
    else joined.push({ ...span });
  }
  return joined.map(({ start, end }) => ({ start: start / duration, width: (end - start) / duration }));
}

function spansOf(results: Results, tab: Tab): { start: number; end: number }[] {
  if (tab === 'text')
    return pagesOf(results).flatMap(({ time }) => (time ? [{ start: time.start, end: time.end }] : []));
  const found = findings(results, tab).flatMap(({ start, end }) =>
    start !== undefined && end !== undefined ? [{ start, end }] : [],
  );
  if (found.length > 0) return found;
  return results.transcript?.segments.map(({ anchor: { start, end } }) => ({ start, end })) ?? [];
}
