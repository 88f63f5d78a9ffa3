import { union, type Rect } from './rect.ts';
import { rowsOf, type Row } from './rows.ts';

/** Something that has a place in the reading order: a segment of a line, or a whole table. */
export interface Placed {
  rect: Rect;
  /** Words in it; it tells prose from the short entries of a list or table. */
  words: readonly unknown[];
}

/** Narrowest gap between columns, in line heights. */
const GUTTER = 1.1;
/** Fewest rows that make a column. */
const LEAST_ROWS = 3;
/** Mean words a line, from which on a column is prose, to be read downwards before its neighbour is. */
const PROSE_WORDS = 2.5;

/**
 * Splits a page into regions in reading order: parts without columns, and columns from left to right, each of which
 * may again hold columns. The widest run of rows with a common gutter is found first, so that headings above and notes
 * below columns don't hide them, and gaps between paragraphs don't cut columns across.
 */
export function regionsOf<T extends Placed>(items: readonly T[], lineHeight: number): T[][] {
  const rows = rowsOf(items);
  const run = longestColumnRun(rows, GUTTER * lineHeight);
  if (!run) return items.length > 0 ? [items.toSorted(byRow)] : [];
  const between = (from: number, to: number) => rows.slice(from, to).flatMap((row) => row.items);
  const inside = between(run.from, run.to);
  const parts = [
    between(0, run.from),
    inside.filter((item) => item.rect.right <= run.gutter),
    inside.filter((item) => item.rect.right > run.gutter),
    between(run.to, rows.length),
  ];
  return parts.flatMap((part) => regionsOf(part, lineHeight));
}

const byRow = (a: Placed, b: Placed) => a.rect.top - b.rect.top;

interface ColumnRun {
  /** Rows `from` … `to - 1`. */
  from: number;
  to: number;
  /** x of the gap between the columns. */
  gutter: number;
}

function longestColumnRun<T extends Placed>(rows: Row<T>[], leastGap: number): ColumnRun | undefined {
  if (rows.length < LEAST_ROWS) return undefined;
  const page = union(rows.map((row) => row.rect));
  let best: ColumnRun | undefined;
  for (let from = 0; from < rows.length; from++) {
    let covered: Span[] = [];
    for (let to = from + 1; to <= rows.length; to++) {
      for (const { rect } of rows[to - 1]!.items) covered = cover(covered, rect, leastGap);
      if (covered.length === 1 && isWholeWidth(covered[0]!, page)) break; // no gutter can follow
      if (to - from < LEAST_ROWS || (best && to - from <= best.to - best.from)) continue;
      const gutter = proseGutter(rows.slice(from, to), leastGap);
      if (gutter !== undefined) best = { from, to, gutter };
    }
  }
  return best;
}

interface Span {
  left: number;
  right: number;
}

/** Adds a span, and joins those that are nearer to each other than a gutter is wide. */
function cover(spans: Span[], added: Span, leastGap: number): Span[] {
  const apart = (span: Span) => span.left - added.right >= leastGap || added.left - span.right >= leastGap;
  const touched = [...spans.filter((span) => !apart(span)), added];
  const left = Math.min(...touched.map((span) => span.left));
  const right = Math.max(...touched.map((span) => span.right));
  return [...spans.filter(apart), { left, right }];
}

/** Share of the width that text without columns covers at once. */
const WHOLE_WIDTH = 0.95;

function isWholeWidth({ left, right }: Span, page: Rect): boolean {
  return right - left >= WHOLE_WIDTH * (page.right - page.left);
}

/** The left-most gap through all rows that has a column of prose on both sides. */
function proseGutter<T extends Placed>(rows: Row<T>[], leastGap: number): number | undefined {
  const items = rows.flatMap((row) => row.items).toSorted((a, b) => a.rect.left - b.rect.left);
  let right = items[0]!.rect.right;
  for (const [i, item] of items.entries()) {
    if (item.rect.left - right >= leastGap && isProse(items.slice(0, i)) && isProse(items.slice(i))) {
      return right;
    }
    right = Math.max(right, item.rect.right);
  }
  return undefined;
}

function isProse(items: readonly Placed[]): boolean {
  const words = items.reduce((sum, item) => sum + item.words.length, 0);
  return items.length >= LEAST_ROWS && words / items.length >= PROSE_WORDS;
}
