import { inReadingOrder, lineOf, type ReadLine, type ReadWord } from './reading.ts';
import { heightOf, median, overlapY, union, type Rect } from './rect.ts';

/** How far apart words of one segment may stand, in line heights. Spaces in justified text stay well below. */
const SEGMENT_GAP = 1;
/** Two things are on one row when they share this much of the smaller height. */
const SAME_ROW = 0.5;

/** Things that stand side by side on one row of the page, left to right. */
export interface Row<T extends { rect: Rect }> {
  items: T[];
  rect: Rect;
}

/** Height of an ordinary line of this text, pixels; the measure for all gaps. */
export function lineHeight(lines: readonly ReadLine[]): number {
  return median(lines.flatMap((line) => line.words.map(() => heightOf(line.rect)))) || 1;
}

/** Cuts each line at wide gaps: what is left belongs together whatever the columns are. */
export function segmentsOf(lines: readonly ReadLine[]): ReadLine[] {
  const gap = SEGMENT_GAP * lineHeight(lines);
  return lines.flatMap((line) => {
    const segments: ReadWord[][] = [];
    let end = Infinity;
    for (const word of line.words.toSorted((a, b) => a.rect.left - b.rect.left)) {
      if (segments.length === 0 || word.rect.left - end > gap) segments.push([]);
      segments.at(-1)!.push(word);
      end = Math.max(segments.at(-1)!.length > 1 ? end : -Infinity, word.rect.right);
    }
    return segments.map(lineOf);
  });
}

/** Sorts things into rows from top to bottom, each from left to right. */
export function rowsOf<T extends { rect: Rect }>(items: readonly T[]): Row<T>[] {
  const rows: Row<T>[] = [];
  for (const item of items.toSorted((a, b) => a.rect.top + a.rect.bottom - b.rect.top - b.rect.bottom)) {
    const row = rows.findLast((candidate) => sharesRow(candidate.rect, item.rect));
    if (row) {
      row.items.push(item);
      row.rect = union([row.rect, item.rect]);
    } else {
      rows.push({ items: [item], rect: item.rect });
    }
  }
  for (const row of rows) row.items.sort((a, b) => a.rect.left - b.rect.left);
  return rows;
}

function sharesRow(row: Rect, item: Rect): boolean {
  return overlapY(row, item) > SAME_ROW * Math.min(heightOf(row), heightOf(item));
}

/** Lines out of loose words, as a text layer gives them. */
export function linesOfWords(words: readonly ReadWord[]): ReadLine[] {
  return rowsOf(words).map((row) => lineOf(inReadingOrder(row.items)));
}
