import type { Limits, TextPage } from '@filemill/core';
import { openPackage, type Package } from './package.ts';
import { PAGE_ROWS, PageBuilder, type Row } from './page-builder.ts';
import { readRelations, relationId } from './relations.ts';
import { isTrue, readFormats, type CellFormat } from './xlsx-formats.ts';
import { readWholeXml, readXml, type XmlHandler } from './xml.ts';

const WORKBOOK = 'xl/workbook.xml';
const STRINGS = 'xl/sharedStrings.xml';

interface Workbook {
  sheets: { name: string; part: string }[];
  /** Dates count from 1904 instead of 1900. */
  from1904: boolean;
}

/** A workbook: a page for each sheet, or for each thousand rows of it. Formulas show the value that was last saved. */
export async function* readXlsx(path: string, limits: Limits): AsyncGenerator<TextPage> {
  await using parts = await openPackage(path, limits);
  const { sheets, from1904 } = await readWorkbook(parts);
  const strings = await readSharedStrings(parts);
  const formats = await readFormats(parts, from1904);
  const pages = new PageBuilder(limits);
  for (const { name, part } of sheets) {
    let rows: Row[] = [];
    let pagesOfSheet = 0;
    const endPage = () => {
      pages.table(rows, name);
      pages.pageBreak(true);
      pagesOfSheet++;
      rows = [];
    };
    const handler = sheetHandler({ strings, formats }, (row) => {
      if (rows.push(row) === PAGE_ROWS) endPage();
    });
    for await (const _piece of readXml(parts.stream(part), handler)) yield* pages.take();
    if (rows.length > 0 || pagesOfSheet === 0) endPage();
    yield* pages.take();
  }
  yield* pages.end();
}

async function readWorkbook(parts: Package): Promise<Workbook> {
  const relations = await readRelations(parts, WORKBOOK);
  const workbook: Workbook = { sheets: [], from1904: false };
  await readWholeXml(parts.stream(WORKBOOK), {
    open(name, attributes) {
      if (name === 'workbookPr') workbook.from1904 = isTrue(attributes.date1904);
      if (name !== 'sheet') return;
      const part = relations.get(relationId(attributes) ?? '');
      // A sheet can also be a chart, which has no cells.
      if (part?.includes('worksheets/')) workbook.sheets.push({ name: attributes.name ?? '', part });
    },
  });
  return workbook;
}

/** The table of strings that cells name by index. Hints on pronunciation (`rPh`) are not part of a string. */
async function readSharedStrings(parts: Package): Promise<string[]> {
  const strings: string[] = [];
  if (!parts.has(STRINGS)) return strings;
  let [inText, inHint, string] = [false, false, ''];
  await readWholeXml(parts.stream(STRINGS), {
    open(name) {
      if (name === 'si') string = '';
      else if (name === 'rPh') inHint = true;
      else if (name === 't') inText = true;
    },
    text(text) {
      if (inText && !inHint) string += text;
    },
    close(name) {
      if (name === 'si') strings.push(string);
      else if (name === 'rPh') inHint = false;
      else if (name === 't') inText = false;
    },
  });
  return strings;
}

interface Lookups {
  strings: string[];
  /** By the cell's style. */
  formats: CellFormat[];
}

/** Calls `onRow` for each row that has a cell with a value. */
function sheetHandler({ strings, formats }: Lookups, onRow: (row: Row) => void): XmlHandler {
  let row: Row = { row: -1, cells: [] };
  let [column, type, style, inValue, value] = [-1, 'n', 0, false, ''];
  const shown = () => {
    if (type === 's') return strings[Number(value)] ?? '';
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
    return type === 'n' ? (formats[style]?.(value) ?? value) : value;
  };
  return {
    open(name, { r, t = 'n', s = '0' }) {
      if (name === 'row') {
        row = { row: r ? Number(r) - 1 : row.row + 1, cells: [] };
        column = -1;
      } else if (name === 'c') {
        column = r ? columnOf(r) : column + 1;
        [type, style, value] = [t, Number(s), ''];
      } else if (name === 'v' || name === 't') inValue = true;
    },
    text(text) {
      if (inValue) value += text;
    },
    close(name) {
      if (name === 'v' || name === 't') inValue = false;
      else if (name === 'c' && value !== '') row.cells.push({ column, text: shown() });
      else if (name === 'row' && row.cells.length > 0) onRow(row);
    },
  };
}

/** 'B7' → 1. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.replace(/\d+$/, '')) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
