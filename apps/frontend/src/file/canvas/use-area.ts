import type { Box, OverlayItem } from '@filemill/ui';
import { useState } from 'react';
import { pagesOf, type Results } from '../model/results.ts';

/** An area that was drawn on a page, with the words in it. */
export interface Area {
  page: number;
  box: Box;
  text: string;
}

export function useArea(results: Results) {
  const [selected, setSelected] = useState<Area>();
  return {
    selected,
    clear: () => setSelected(undefined),
    select: (page: number, box: Box, items: OverlayItem[]) =>
      setSelected({ page, box, text: wordsOf(results, page, items) }),
  };
}

/** The selected words in reading order, a line of the page a line of the text. */
function wordsOf(results: Results, page: number, items: OverlayItem[]): string {
  const blocks = pagesOf(results).find((candidate) => candidate.page === page)?.blocks ?? [];
  const ids = items.map(({ id }) => id.split('/')).filter(([, kind]) => kind === 'word');
  const lines = Map.groupBy(ids, ([, , block, line]) => `${block}/${line}`);
  return [...lines.values()]
    .map((words) =>
      words
        .map(([, , b, l, w]) => blocks[Number(b)]?.lines[Number(l)]?.words[Number(w)]?.text ?? '')
        .join(' '),
    )
    .join('\n');
}
