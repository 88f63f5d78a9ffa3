import { Parser } from 'htmlparser2';
import type { Block } from '@filemill/core';
import type { PageBuilder } from './page-builder.ts';
import { TableGrid } from './table-grid.ts';

/** Elements whose content is not text for people. */
const HIDDEN = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'title',
  'svg',
  'math',
  'object',
  'iframe',
]);
const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
/** Elements that begin and end a block; all others are part of a line. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer form header hr ' +
    'html main nav p section summary legend option'
  ).split(' '),
);

/**
 * Reads HTML as it comes in pieces, and adds what it says to pages: the way to the text of HTML, Markdown, DOCX and
 * HTML mail. Markup that is broken is taken as browsers take it.
 */
export class HtmlReader {
  readonly #pages: PageBuilder;
  readonly #parser: Parser;
  /** Depth in hidden elements, and in `pre`. */
  #hidden = 0;
  #preformatted = 0;
  #type: Block['type'] = 'paragraph';
  #lines = [''];
  /** Lists around, each with the number of its next item, or none where it has bullets. */
  #lists: { next?: number }[] = [];
  #items: string[] = [];
  /** What the next line of a list begins with: the item's mark, or as much space. */
  #indent = '';
  #tables: TableGrid[] = [];

  constructor(pages: PageBuilder) {
    this.#pages = pages;
    this.#parser = new Parser({
      onopentag: (name, attributes) => this.#open(name, attributes),
      onclosetag: (name) => this.#close(name),
      ontext: (text) => this.#append(text),
    });
  }

  write(html: string): void {
    this.#parser.write(html);
  }

  end(): void {
    this.#parser.end();
    this.#endBlock();
    this.#endList();
  }

  #open(name: string, attributes: Record<string, string>): void {
    if (HIDDEN.has(name)) this.#hidden++;
    if (this.#hidden > 0) return;
    if (name === 'br') this.#lines.push('');
    else if (name === 'pre') this.#openBlock('code');
    else if (HEADINGS.has(name)) this.#openBlock('heading');
    else if (name === 'ul' || name === 'ol') this.#openList(name, attributes);
    else if (name === 'li') this.#openItem();
    else if (name === 'table') this.#openTable();
    else if (name === 'tr') this.#table?.startRow();
    else if (name === 'td' || name === 'th') this.#openCell(attributes);
    else if (BLOCKS.has(name)) this.#endBlock();
  }

  #close(name: string): void {
    if (HIDDEN.has(name)) this.#hidden = Math.max(0, this.#hidden - 1);
    if (this.#hidden > 0) return;
    if (name === 'pre') {
      this.#endBlock();
      this.#preformatted = Math.max(0, this.#preformatted - 1);
    } else if (name === 'ul' || name === 'ol') this.#closeList();
    else if (name === 'li') this.#endBlock();
    else if (name === 'table') this.#closeTable();
    else if (name === 'td' || name === 'th') this.#closeCell();
    else if (HEADINGS.has(name) || BLOCKS.has(name)) this.#endBlock();
  }

  #append(text: string): void {
    if (this.#hidden > 0) return;
    const [first = '', ...others] =
      this.#preformatted > 0 ? text.split(/\r?\n/) : [text.replace(/\s+/g, ' ')];
    const line = this.#lines.length - 1;
    const start = this.#lines[line] ?? '';
    // White space collapses across elements as well.
    const glued = this.#preformatted === 0 && (start === '' || start.endsWith(' '));
    this.#lines[line] = start + (glued ? first.trimStart() : first);
    this.#lines.push(...others);
  }

  #openBlock(type: 'code' | 'heading'): void {
    this.#endBlock();
    this.#type = type;
    if (type === 'code') this.#preformatted++;
  }

  /** Gives the lines so far to the cell, the list or the page that they are in. */
  #endBlock(): void {
    const lines = this.#lines;
    const type = this.#type;
    [this.#lines, this.#type] = [[''], 'paragraph'];
    if (lines.every((line) => line.trim() === '')) return;
    if (this.#table?.addText(lines)) return;
    if (this.#lists.length > 0 && type !== 'code') {
      for (const line of lines) {
        this.#items.push(this.#indent + line);
        this.#indent = ' '.repeat(this.#indent.length);
      }
      return;
    }
    this.#endList();
    this.#pages.block(type, lines);
  }

  #openList(name: string, { start }: Record<string, string>): void {
    this.#endBlock();
    const first = Number.parseInt(start ?? '1', 10);
    this.#lists.push(name === 'ol' ? { next: Number.isNaN(first) ? 1 : first } : {});
  }

  #openItem(): void {
    this.#endBlock();
    const list = this.#lists.at(-1);
    const mark = list?.next === undefined ? '•' : `${list.next++}.`;
    this.#indent = `${'  '.repeat(Math.max(0, this.#lists.length - 1))}${mark} `;
  }

  #closeList(): void {
    this.#endBlock();
    this.#lists.pop();
    if (this.#lists.length === 0) this.#endList();
  }

  #endList(): void {
    this.#pages.block('list', this.#items);
    this.#items = [];
  }

  get #table(): TableGrid | undefined {
    return this.#tables.at(-1);
  }

  #openTable(): void {
    this.#endBlock();
    this.#endList();
    // A table that holds another one is there for the layout: what was in its cells are paragraphs.
    for (const outer of this.#tables) this.#addAsParagraphs(outer);
    this.#tables.push(new TableGrid());
  }

  #openCell({ rowspan, colspan }: Record<string, string>): void {
    this.#endBlock();
    this.#table?.startCell(span(rowspan), span(colspan));
  }

  #closeCell(): void {
    this.#endBlock();
    this.#table?.endCell();
  }

  #closeTable(): void {
    this.#endBlock();
    const table = this.#tables.pop();
    if (!table) return;
    if (table.isLayout) this.#addAsParagraphs(table);
    else this.#pages.table(table.rows);
  }

  #addAsParagraphs(table: TableGrid): void {
    for (const { cells } of table.becomeLayout()) {
      for (const { text } of cells) this.#pages.block('paragraph', text.split('\n'));
    }
  }
}

/** As browsers do, spans are capped: one attribute must not make a million cells. */
function span(attribute: string | undefined): number {
  const value = Number.parseInt(attribute ?? '1', 10);
  return value >= 1 ? Math.min(value, 1000) : 1;
}
