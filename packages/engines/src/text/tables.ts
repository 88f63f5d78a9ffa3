import { cellsOf, type Grid } from './grids.ts';
import { lineOf, type ReadLine, type ReadWord } from './reading.ts';
import { centreX, centreY, contains, overlapX, union, type Rect } from './rect.ts';
import { linesOfWords, rowsOf, type Row } from './rows.ts';

export interface LayoutCell {
  row: number;
  column: number;
  rowSpan: number;
  columnSpan: number;
  words: ReadWord[];
  rect: Rect;
}

export interface LayoutTable {
  rows: number;
  columns: number;
  cells: LayoutCell[];
  rect: Rect;
}

/** A table out of a grid of rulings, or undefined where the grid is a mere box or frame. */
export function ruledTable(
  grid: Grid,
  words: readonly ReadWord[],
  tolerance: number,
): LayoutTable | undefined {
  const cells = cellsOf(grid, tolerance).map((cell): LayoutCell => {
    const inside = words.filter(({ rect }) => contains(cell.rect, centreX(rect), centreY(rect)));
    return { ...cell, words: linesOfWords(inside).flatMap((line) => line.words) };
  });
  const rows = grid.ys.length - 1;
  const columns = grid.xs.length - 1;
  const filled = cells.filter((cell) => cell.words.length > 0);
  if (rows < 2 || columns < 2 || filled.length < 4) return undefined;
  return { rows, columns, cells, rect: union(cells.map((cell) => cell.rect)) };
}

/** Fewest rows of a table without rulings. */
const LEAST_ROWS = 3;
/** Share of its rows in which a column must have something. */
const FILLED = 0.5;
/** Mean words an entry, from which on a column is prose. */
const PROSE_WORDS = 4;
/** Narrowest gap between columns, and widest between rows, in line heights. */
const COLUMN_GAP = 0.8;
const ROW_GAP = 2;

/** Tables without rulings: runs of rows whose segments stand in common columns. */
export function alignedTables(segments: readonly ReadLine[], lineHeight: number): LayoutTable[] {
  const tables: LayoutTable[] = [];
  let run: Row<ReadLine>[] = [];
  const flush = () => {
    const table = alignedTable(run, lineHeight);
    if (table) tables.push(table);
    run = [];
  };
  for (const row of rowsOf(segments)) {
    const previous = run.at(-1);
    const near = previous && row.rect.top - previous.rect.bottom <= ROW_GAP * lineHeight;
    if (row.items.length < 2 || (previous && !near)) flush();
    if (row.items.length >= 2) run.push(row);
  }
  flush();
  return tables;
}

function alignedTable(rows: Row<ReadLine>[], lineHeight: number): LayoutTable | undefined {
  if (rows.length < LEAST_ROWS) return undefined;
  const columns = alignedColumns(
    rows.flatMap((row) => row.items),
    COLUMN_GAP * lineHeight,
  );
  const entries = columns.map((column) =>
    rows.flatMap((row) => row.items.filter((item) => overlapX(item.rect, column) > 0)),
  );
  if (!entries.every((entry) => entry.length >= FILLED * rows.length)) return undefined;
  const prose = entries.filter((entry) => meanWords(entry) >= PROSE_WORDS).length;
  const numbers = entries.filter(isNumeric).length;
  if (entries.some(isLabels)) return undefined; // keys and values, which fields.ts pairs
  if (columns.length < 2 || prose > 1 || (columns.length === 2 && numbers === 0)) return undefined;
  const rect = union(rows.map((row) => row.rect));
  const cells = rows.flatMap((row, r) =>
    columns.map((column, c): LayoutCell => {
      const items = row.items.filter((item) => overlapX(item.rect, column) > 0);
      const words = items.flatMap((item) => item.words);
      const place =
        items.length > 0 ? lineOf(words).rect : { ...row.rect, left: column.left, right: column.right };
      return { row: r, column: c, rowSpan: 1, columnSpan: 1, words, rect: place };
    }),
  );
  return { rows: rows.length, columns: columns.length, cells, rect };
}

/** The spans of x in which segments stand one above another. */
function alignedColumns(segments: readonly ReadLine[], leastGap: number): Rect[] {
  const columns: Rect[] = [];
  for (const { rect } of segments.toSorted((a, b) => a.rect.left - b.rect.left)) {
    const column = columns.at(-1);
    if (column && rect.left - column.right < leastGap) columns[columns.length - 1] = union([column, rect]);
    else columns.push(rect);
  }
  return columns;
}

function meanWords(segments: readonly ReadLine[]): number {
  return segments.reduce((sum, segment) => sum + segment.words.length, 0) / segments.length;
}

/** Amounts, quantities, dates, percentages: what the right column of a list of two columns holds. */
function isNumeric(segments: readonly ReadLine[]): boolean {
  const numeric = segments.filter((segment) => /\d/.test(segment.words.at(-1)!.text)).length;
  return numeric >= segments.length / 2;
}

function isLabels(segments: readonly ReadLine[]): boolean {
  return segments.filter((segment) => segment.text.endsWith(':')).length >= segments.length / 2;
}
