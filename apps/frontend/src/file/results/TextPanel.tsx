import { formatItems, formatPercent, formatTimestamp, useFocusStore } from '@filemill/ui';
import type { TextPage } from '@filemill/rpc/client';
import { UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { pagesOf, plainText, type Results } from '../model/results.ts';
import { usePlayer } from '../media/player.ts';
import { BlockText } from './BlockText.tsx';
import { CopyButtons } from './CopyButtons.tsx';
import { PanelBar } from './PanelBar.tsx';
import { pieceHandlers } from './piece-handlers.ts';
import { usePieceKeys } from './use-piece-keys.ts';
import { VirtualRows } from './VirtualRows.tsx';
import classes from './results.module.css';

type Row = { page: TextPage; block?: number };

/** The text in reading order; each word is lit with its box, and the other way round. */
export function TextPanel({ results, fileName }: { results: Results; fileName: string }) {
  const pages = pagesOf(results);
  const rows = useMemo(() => toRows(pages), [pages]);
  const store = useFocusStore();
  const lines = useMemo(() => lineIds(pages), [pages]);
  usePieceKeys(lines);
  return (
    <>
      <PanelBar summary={summarize(pages)}>
        <CopyButtons text={() => plainText({ analysis: 'text', pages })} fileName={`${fileName}.txt`} />
      </PanelBar>
      <VirtualRows
        label="Text"
        rows={rows}
        estimate={72}
        rowOf={(id) => rowOfPiece(rows, id)}
        {...pieceHandlers(store)}
        render={({ page, block }) =>
          block === undefined ? (
            <PageHead page={page} single={pages.length === 1} />
          ) : (
            <BlockText page={page} index={block} />
          )
        }
      />
    </>
  );
}

function toRows(pages: TextPage[]): Row[] {
  return pages.flatMap((page) => [{ page }, ...page.blocks.map((_, block) => ({ page, block }))]);
}

function lineIds(pages: TextPage[]): string[] {
  return pages.flatMap(({ page, blocks }) =>
    blocks.flatMap((block, b) => block.lines.map((_, l) => `${page}/line/${b}/${l}`)),
  );
}

function rowOfPiece(rows: Row[], id: string): number {
  const [page, kind, block] = id.split('/');
  if (kind !== 'word' && kind !== 'line') return -1;
  return rows.findIndex((row) => row.page.page === Number(page) && row.block === Number(block));
}

function summarize(pages: TextPage[]): string {
  const words = pages.reduce(
    (sum, page) => sum + page.blocks.reduce((n, b) => n + b.lines.reduce((m, l) => m + l.words.length, 0), 0),
    0,
  );
  return `${formatItems(words, 'word')} on ${formatItems(pages.length, 'page')}`;
}

const SOURCES: Record<TextPage['source'], string> = {
  layer: 'the file’s own text',
  ocr: 'recognised',
  content: 'the document’s text',
};

function PageHead({ page, single }: { page: TextPage; single: boolean }) {
  const player = usePlayer();
  const source =
    page.source === 'ocr' ? `recognised, ${formatPercent(page.confidence)} sure` : SOURCES[page.source];
  const { time } = page;
  return (
    <div className={classes.pageHead}>
      {time ? (
        <UnstyledButton className={classes.time} onClick={() => player.seek(time.start)}>
          {formatTimestamp(time.start)}
        </UnstyledButton>
      ) : (
        !single && <strong>Page {page.page}</strong>
      )}
      <span>{source}</span>
    </div>
  );
}
