import type { Analysis, Result, TextPage, TranscriptResult } from '@filemill/rpc/client';
import type { Tab } from '../search.ts';
import { TABS } from '../search.ts';

/** The results of one file, by analysis; those that it has. */
export type Results = { [A in Analysis]?: Extract<Result, { analysis: A }> };

export const pagesOf = (results: Results): TextPage[] => results.text?.pages ?? [];

/** Words that a person should look at twice. */
export const isDoubtful = (confidence: number): boolean => confidence < 0.6;

/** How many findings each tab shows. */
export function countFindings(results: Results): Record<Exclude<Tab, 'json' | 'history'>, number> {
  const pages = pagesOf(results);
  const sum = (of: (page: TextPage) => number) => pages.reduce((total, page) => total + of(page), 0);
  return {
    text: sum((page) => (page.text.trim() === '' ? 0 : 1)),
    tables: sum((page) => page.tables.length),
    fields: sum((page) => page.fields.length),
    labels: results.labels?.labels.length ?? 0,
    faces: results.faces?.faces.length ?? 0,
    moderation: results.moderation?.flags.length ?? 0,
    transcript: results.transcript?.segments.length ?? 0,
  };
}

/** Tabs that have something to show, in their order. */
export function tabsOf(results: Results): Tab[] {
  const counts: Partial<Record<Tab, number>> = countFindings(results);
  const any = Object.keys(results).length > 0 ? 1 : 0;
  return TABS.filter((tab) => (counts[tab] ?? (tab === 'json' ? any : 1)) > 0);
}

/** Plain text as it is copied and saved: pages parted by form feeds, a segment of speech a line. */
export function plainText(result: { analysis: 'text'; pages: TextPage[] } | TranscriptResult): string {
  return result.analysis === 'text'
    ? result.pages.map((page) => page.text.trimEnd()).join('\n\f\n')
    : result.segments.map((segment) => segment.text.trim()).join('\n');
}
