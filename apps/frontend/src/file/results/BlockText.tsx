import type { Block, TextPage } from '@filemill/rpc/client';
import { useFocus } from '@filemill/ui';
import { memo } from 'react';
import { lineId, wordId } from '../model/pieces.ts';
import { flows } from '../model/flow.ts';
import { isDoubtful } from '../model/results.ts';
import { TableGrid } from './TableGrid.tsx';
import classes from './results.module.css';

/** One block of a page: its lines, each of words that know their boxes. */
export const BlockText = memo(function BlockText({ page, index }: { page: TextPage; index: number }) {
  const block = page.blocks[index]!;
  const table = page.source === 'content' ? tableOf(page, block) : -1;
  if (table >= 0) {
    return (
      <div className={classes.inlineTable}>
        <TableGrid page={page.page} index={table} table={page.tables[table]!} />
      </div>
    );
  }
  return (
    <div className={classes.block} data-type={block.type} data-flows={flows(block) || undefined} dir="auto">
      {block.lines.map((line, l) => (
        <LineText key={l} page={page.page} block={index} line={l} words={line.words} />
      ))}
    </div>
  );
});

/** Which of the page's tables a block is; over an original the lines with their boxes say more. */
function tableOf({ tables }: TextPage, { type, anchor }: Block): number {
  if (type !== 'table' || !('chars' in anchor)) return -1;
  return tables.findIndex((table) => 'chars' in table.anchor && table.anchor.chars[0] === anchor.chars[0]);
}

interface LineTextProps {
  page: number;
  block: number;
  line: number;
  words: Block['lines'][number]['words'];
}

const LineText = memo(function LineText({ page, block, line, words }: LineTextProps) {
  const id = lineId(page, block, line);
  const mine = `${page}/word/${block}/${line}/`;
  const isMine = (piece: string | undefined) => (piece === id || piece?.startsWith(mine) ? piece : undefined);
  const hovered = useFocus((focus) => isMine(focus.hovered));
  const selected = useFocus((focus) => isMine(focus.selected));
  const lit = (piece: string) =>
    piece === hovered ? 'hovered' : piece === selected ? 'selected' : undefined;
  return (
    <span className={classes.line} data-lit={lit(id)} data-selected={selected === id || undefined}>
      {words.map((word, w) => {
        const piece = wordId(page, block, line, w);
        return (
          <span key={w}>
            <span
              className={classes.word}
              data-piece={piece}
              data-box={'box' in word.anchor ? word.anchor.box : undefined}
              data-lit={lit(piece)}
              data-doubtful={isDoubtful(word.confidence) || undefined}
              title={isDoubtful(word.confidence) ? 'The engine is not sure of this word' : undefined}
            >
              {word.text}
            </span>{' '}
          </span>
        );
      })}
    </span>
  );
});
