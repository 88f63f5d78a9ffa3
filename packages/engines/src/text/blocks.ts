import type { Block } from '@filemill/core';
import { regionsOf } from './columns.ts';
import { inReadingOrder, lineOf, type ReadLine } from './reading.ts';
import { centreY, heightOf, median, union, type Rect } from './rect.ts';
import { lineHeight, rowsOf, segmentsOf } from './rows.ts';

/** Lines that belong together. Their `type` is a guess from size and shape. */
export interface LayoutBlock {
  type: Block['type'];
  lines: ReadLine[];
  rect: Rect;
}

/** Lines whose distance is more than this many times the usual one, and this many line heights, part paragraphs. */
const PARAGRAPH_PITCH = 1.3;
const PARAGRAPH_DISTANCE = 1.5;
/** The usual distance of lines, however few there are to tell it, is no more than this many line heights. */
const WIDEST_PITCH = 2.4;
/** Lines whose letters differ in height by more than this factor are of different size. */
const OTHER_SIZE = 1.4;
/** From this many times the height of ordinary lines on, a short block is a heading; from the next on, the title. */
const HEADING_SIZE = 1.2;
const TITLE_SIZE = 1.6;
const HEADING_WORDS = 16;
const BULLET = /^(?:[-•●◦▪■*–—·]|\(?\d{1,3}[.)]|[a-z][.)])$/;

/** Blocks in reading order. Tables, which were found before, keep their place among the lines. */
export function blocksOf(lines: readonly ReadLine[], tables: readonly LayoutBlock[] = []): LayoutBlock[] {
  const height = lineHeight(lines);
  const segments = segmentsOf(lines);
  const items = [
    ...segments.map((segment) => ({ ...segment, table: undefined })),
    ...tables.map((table) => ({ rect: table.rect, words: [], table })),
  ];
  const blocks = regionsOf(items, height).flatMap((region) => {
    const parts: LayoutBlock[] = [];
    let loose: ReadLine[] = [];
    const flush = () => {
      parts.push(...paragraphsOf(mergeRows(loose), height));
      loose = [];
    };
    for (const item of region) {
      if (!item.table) loose.push(item);
      else {
        flush();
        parts.push(item.table);
      }
    }
    flush();
    return parts;
  });
  return blocks.map((block) => (block.type === 'table' ? block : { ...block, type: typeOf(block, height) }));
}

/** Segments of one row, within one column, are one line again. */
function mergeRows(segments: ReadLine[]): ReadLine[] {
  return rowsOf(segments).map((row) => lineOf(inReadingOrder(row.items.flatMap((segment) => segment.words))));
}

function paragraphsOf(lines: ReadLine[], height: number): LayoutBlock[] {
  const blocks: LayoutBlock[] = [];
  const distances = lines.slice(1).map((line, i) => centreY(line.rect) - centreY(lines[i]!.rect));
  const pitch = Math.min(median(distances) || Infinity, WIDEST_PITCH * height);
  const farthest = Math.max(PARAGRAPH_PITCH * pitch, PARAGRAPH_DISTANCE * height);
  for (const line of lines) {
    const block = blocks.at(-1);
    if (block && continues(block, line, farthest)) {
      block.lines.push(line);
      block.rect = union([block.rect, line.rect]);
    } else {
      blocks.push({ type: 'paragraph', lines: [line], rect: line.rect });
    }
  }
  return blocks;
}

function continues(block: LayoutBlock, line: ReadLine, farthest: number): boolean {
  const previous = block.lines.at(-1)!;
  const [a, b] = [typeHeight(previous), typeHeight(line)];
  const distance = centreY(line.rect) - centreY(previous.rect);
  return distance <= farthest && Math.max(a, b) <= OTHER_SIZE * Math.min(a, b);
}

/** Heights of words depend on their letters: the tall ones among them tell. The tallest may be a smudge. */
function typeHeight(line: ReadLine): number {
  const heights = line.words.map((word) => heightOf(word.rect)).toSorted((a, b) => b - a);
  return heights[Math.floor(heights.length / 6)]!;
}

function typeOf(block: LayoutBlock, height: number): Block['type'] {
  const words = block.lines.reduce((sum, line) => sum + line.words.length, 0);
  const size = median(block.lines.map((line) => heightOf(line.rect))) / height;
  if (words <= HEADING_WORDS && size >= HEADING_SIZE) return size >= TITLE_SIZE ? 'title' : 'heading';
  const bullets = block.lines.filter((line) => BULLET.test(line.words[0]!.text)).length;
  return bullets > 0 && bullets >= block.lines.length / 3 ? 'list' : 'paragraph';
}
