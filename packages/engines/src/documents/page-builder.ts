import {
  FilemillError,
  nameLimit,
  type Block,
  type CharsAnchor,
  type Field,
  type Limits,
  type Line,
  type Table,
  type TextPage,
  type Word,
} from '@filemill/core';

/** One row as a reader found it. Empty cells may be left out. */
export interface Row {
  /** 0-based, in the table. */
  row: number;
  cells: { column: number; text: string; rowSpan?: number; columnSpan?: number }[];
}

/**
 * A document without layout is cut into pages of about this many characters, between two blocks: results are written
 * a page at a time, and memory stays flat.
 */
const PAGE_CHARACTERS = 50_000;
/** Rows of a table on one page. */
export const PAGE_ROWS = 1000;
/** Past this column, a gap in a row counts as one column: a lone cell at the far right must not make a line of tabs. */
const ALIGNED_COLUMNS = 256;

/** Puts blocks one after the other, and keeps account of where in the page's text each is. */
export class PageBuilder {
  readonly #limits: Limits;
  #pages: TextPage[] = [];
  #closed = 0;
  #text = '';
  #blocks: Block[] = [];
  #tables: Table[] = [];
  #fields: Field[] = [];

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Adds a block of lines; white space at their ends and lines without any text at its ends are dropped. */
  block(type: Block['type'], lines: string[]): void {
    const kept = lines.map((line) => line.trimEnd());
    while (kept.at(-1) === '') kept.pop();
    while (kept[0] === '') kept.shift();
    if (kept.length === 0) return;
    this.#roomFor(kept);
    this.#startBlock();
    const start = this.#text.length;
    const placed = kept.map((line) => this.#line(line));
    this.#closeBlock(type, placed, start);
  }

  /** Adds a table: in the text, a row is a line and cells are parted by tabs. */
  table(rows: Row[], name?: string): void {
    for (let i = 0; i < rows.length; i += PAGE_ROWS) {
      if (i > 0) this.pageBreak();
      this.#tablePart(rows.slice(i, i + PAGE_ROWS), name);
    }
  }

  /** Adds keys and their values: in the text, each is a line. */
  fields(pairs: [key: string, value: string][]): void {
    if (pairs.length === 0) return;
    this.#startBlock();
    const start = this.#text.length;
    const lines = pairs.map(([key, value]) => this.#field(key, value));
    this.#closeBlock('paragraph', lines, start);
  }

  /** Ends the page if there is anything on it; `always` also ends an empty one (a slide, a sheet). */
  pageBreak(always = false): void {
    if (!always && this.#text === '') return;
    if (++this.#closed > this.#limits.documentPages) throw tooManyPages(this.#limits);
    this.#pages.push({
      page: this.#closed,
      width: 0,
      height: 0,
      rotation: 0,
      source: 'content',
      confidence: 1,
      text: this.#text,
      blocks: this.#blocks,
      tables: this.#tables,
      fields: this.#fields,
    });
    this.#text = '';
    [this.#blocks, this.#tables, this.#fields] = [[], [], []];
  }

  /** Takes the pages that are complete. */
  take(): TextPage[] {
    return this.#pages.splice(0);
  }

  /** Ends the document and takes what is left of it: a document has at least one page, if an empty one. */
  end(): TextPage[] {
    this.pageBreak(this.#closed === 0);
    return this.take();
  }

  #field(key: string, value: string): Line {
    const start = this.#text.length;
    const line = this.#line(`${key}: ${value.replace(/\s+/g, ' ')}`);
    this.#fields.push({
      key,
      value,
      keyAnchor: this.#anchor(start, start + key.length),
      anchor: this.#anchor(start + key.length + 2, start + line.text.length),
      confidence: 1,
      source: 'form',
    });
    return line;
  }

  #tablePart(rows: Row[], name: string | undefined): void {
    const [first] = rows;
    if (!first) return;
    this.#startBlock();
    const start = this.#text.length;
    const cells: Table['cells'] = [];
    const lines = rows.map((row) => this.#row(row, first.row, cells));
    if (cells.length > 0) {
      this.#tables.push({
        rows: Math.max(...rows.map(({ row }) => row - first.row + 1)),
        columns: cells.reduce((most, { column, columnSpan }) => Math.max(most, column + columnSpan), 1),
        cells,
        anchor: this.#anchor(start, this.#text.length - 1),
        confidence: 1,
        ...(name !== undefined && { name }),
      });
    }
    this.#closeBlock('table', lines, start);
  }

  #row({ row, cells }: Row, firstRow: number, into: Table['cells']): Line {
    const rowStart = this.#text.length;
    let line = '';
    let next = 0;
    for (const { column, text, rowSpan = 1, columnSpan = 1 } of cells) {
      const oneLine = text.replace(/\s+/g, ' ').trim();
      line += '\t'.repeat(column < ALIGNED_COLUMNS ? column - next + (next > 0 ? 1 : 0) : 1);
      const start = rowStart + line.length;
      line += oneLine;
      next = column + 1;
      if (oneLine === '') continue;
      const anchor = this.#anchor(start, rowStart + line.length);
      into.push({ row: row - firstRow, column, rowSpan, columnSpan, text: oneLine, anchor, confidence: 1 });
    }
    return this.#line(line);
  }

  #roomFor(lines: string[]): void {
    const characters = lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (this.#text.length + characters > PAGE_CHARACTERS) this.pageBreak();
  }

  #startBlock(): void {
    if (this.#text !== '') this.#text += '\n';
  }

  #line(text: string): Line {
    const start = this.#text.length;
    const words: Word[] = Array.from(text.matchAll(/\S+/g), (match) => ({
      text: match[0],
      anchor: this.#anchor(start + match.index, start + match.index + match[0].length),
      confidence: 1,
    }));
    this.#text += `${text}\n`;
    return { text, anchor: this.#anchor(start, start + text.length), confidence: 1, words };
  }

  #closeBlock(type: Block['type'], lines: Line[], start: number): void {
    this.#blocks.push({ type, anchor: this.#anchor(start, this.#text.length - 1), confidence: 1, lines });
  }

  #anchor(start: number, end: number): CharsAnchor {
    return { page: this.#closed + 1, chars: [start, end] };
  }
}

function tooManyPages(limits: Limits): FilemillError {
  return new FilemillError(
    'document.too_many_pages',
    `The document has more pages than the limit of ${nameLimit('documentPages', limits)}. Split it and try again.`,
  );
}
