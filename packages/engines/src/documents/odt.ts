import type { Limits, TextPage } from '@filemill/core';
import { openPackage } from './package.ts';
import { PageBuilder } from './page-builder.ts';
import { TableGrid } from './table-grid.ts';
import { readXml, type XmlHandler } from './xml.ts';

/** What is in the file but not in the text: deleted passages, comments, scripts. */
const HIDDEN = new Set(['tracked-changes', 'annotation', 'scripts', 'forms']);
/** Repeated cells and spaces are capped: empty ones are repeated to the end of a row, or a million times. */
const MOST_REPEATS = 1000;

/** An OpenDocument text: headings, paragraphs, lists, tables, notes. */
export async function* readOdt(path: string, limits: Limits): AsyncGenerator<TextPage> {
  await using parts = await openPackage(path, limits);
  const pages = new PageBuilder(limits);
  for await (const _piece of readXml(parts.stream('content.xml'), textHandler(pages))) yield* pages.take();
  yield* pages.end();
}

function textHandler(pages: PageBuilder): XmlHandler {
  const tables: TableGrid[] = [];
  /** Paragraphs can hold others, of a note or a text box. */
  const paragraphs: string[][] = [];
  let items: string[] = [];
  let [hidden, lists] = [0, 0];
  const append = (text: string) => {
    const lines = paragraphs.at(-1);
    if (lines && hidden === 0) lines.push((lines.pop() ?? '') + text);
  };
  const endParagraph = (name: string) => {
    const lines = paragraphs.pop() ?? [];
    if (tables.at(-1)?.addText(lines)) return;
    if (lists > 0)
      items.push(...lines.map((line, i) => `${'  '.repeat(lists - 1)}${i === 0 ? '• ' : '  '}${line}`));
    else pages.block(name === 'h' ? 'heading' : 'paragraph', lines);
  };
  return {
    open(name, attributes) {
      if (HIDDEN.has(name)) hidden++;
      if (hidden > 0) return;
      const count = (attribute: string) => Math.min(Number(attributes[attribute] ?? 1) || 1, MOST_REPEATS);
      if (name === 'p' || name === 'h') paragraphs.push(['']);
      else if (name === 'tab') append('\t');
      else if (name === 's') append(' '.repeat(count('text:c')));
      else if (name === 'line-break') paragraphs.at(-1)?.push('');
      else if (name === 'list') lists++;
      else if (name === 'table') tables.push(new TableGrid());
      else if (name === 'table-row') tables.at(-1)?.startRow();
      else if (name === 'table-cell') {
        const rowSpan = count('table:number-rows-spanned');
        tables
          .at(-1)
          ?.startCell(
            rowSpan,
            count('table:number-columns-spanned') * count('table:number-columns-repeated'),
          );
      }
    },
    text: (text) => append(text.replace(/\s+/g, ' ')),
    close(name) {
      if (HIDDEN.has(name)) {
        hidden--;
        return;
      }
      if (hidden > 0) return;
      if (name === 'p' || name === 'h') endParagraph(name);
      else if (name === 'table-cell') tables.at(-1)?.endCell();
      else if (name === 'table') pages.table(tables.pop()?.rows ?? []);
      else if (name === 'list' && --lists === 0) {
        pages.block('list', items);
        items = [];
      }
    },
  };
}
