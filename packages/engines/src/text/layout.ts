import { blocksOf, type LayoutBlock } from './blocks.ts';
import { fieldsOf, type LayoutField } from './fields.ts';
import { cellsOf, gridsOf } from './grids.ts';
import { lineOf, textOf, type ReadLine } from './reading.ts';
import { areaOf, centreX, centreY, contains, intersectionArea, type Rect } from './rect.ts';
import { lineHeight, segmentsOf } from './rows.ts';
import type { Rulings } from './rulings.ts';
import { alignedTables, ruledTable, type LayoutTable } from './tables.ts';

/** What a page's words and rulings mean together. All in the frame of the words. */
export interface Layout {
  blocks: LayoutBlock[];
  tables: LayoutTable[];
  fields: LayoutField[];
}

/** How far rulings may end from each other and still meet, in line heights. */
const MEETING = 0.35;

/** Tables first, since their words must not be taken for columns of prose; then reading order of the rest. */
export function layoutOf(lines: readonly ReadLine[], rulings: Rulings): Layout {
  const height = lineHeight(lines);
  const tolerance = MEETING * height;
  const words = lines.flatMap((line) => line.words);
  const grids = gridsOf(rulings, tolerance);
  const ruled = outermost(
    grids.map((grid) => ruledTable(grid, words, tolerance)).filter((table) => table !== undefined),
  );
  const outside = withoutTables(lines, ruled);
  const aligned = alignedTables(segmentsOf(outside), height);
  const tables = [...ruled, ...aligned].toSorted((a, b) => a.rect.top - b.rect.top);
  const boxes = grids.flatMap((grid) => cellsOf(grid, tolerance).map((cell) => cell.rect));
  return {
    blocks: blocksOf(withoutTables(outside, aligned), tables.map(tableBlock)),
    tables,
    fields: fieldsOf(
      segmentsOf(lines),
      boxes.filter((box) => !ruled.some((table) => intersectionArea(table.rect, box) > 0)),
    ),
  };
}

/** A frame around a table makes a second grid around it: the larger of two is kept. */
function outermost(tables: LayoutTable[]): LayoutTable[] {
  const kept: LayoutTable[] = [];
  for (const table of tables.toSorted((a, b) => areaOf(b.rect) - areaOf(a.rect))) {
    if (!kept.some((other) => intersectionArea(other.rect, table.rect) > 0)) kept.push(table);
  }
  return kept;
}

function withoutTables(lines: readonly ReadLine[], tables: readonly LayoutTable[]): ReadLine[] {
  if (tables.length === 0) return [...lines];
  const isInside = (rect: Rect) => tables.some((table) => contains(table.rect, centreX(rect), centreY(rect)));
  return lines
    .map((line) => line.words.filter((word) => !isInside(word.rect)))
    .filter((words) => words.length > 0)
    .map(lineOf);
}

/** One line for each row; cells are parted by tabs, so that what is copied can be pasted into a spreadsheet. */
function tableBlock(table: LayoutTable): LayoutBlock {
  const lines: ReadLine[] = [];
  for (let row = 0; row < table.rows; row++) {
    const cells = table.cells.filter((cell) => cell.row === row);
    const words = cells.flatMap((cell) => cell.words);
    if (words.length === 0) continue;
    const text = cells.map((cell) => textOf(cell.words)).join('\t');
    lines.push({ ...lineOf(words), text });
  }
  return { type: 'table', lines, rect: table.rect };
}
