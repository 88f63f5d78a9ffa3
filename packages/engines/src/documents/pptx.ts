import type { Limits, TextPage } from '@filemill/core';
import { openPackage, type Package } from './package.ts';
import { PageBuilder } from './page-builder.ts';
import { readRelations, relationId } from './relations.ts';
import { TableGrid } from './table-grid.ts';
import { readWholeXml, type XmlHandler } from './xml.ts';

const PRESENTATION = 'ppt/presentation.xml';

/** A presentation: a page for each slide, in the order of showing. */
export async function* readPptx(path: string, limits: Limits): AsyncGenerator<TextPage> {
  await using parts = await openPackage(path, limits);
  const pages = new PageBuilder(limits);
  for (const slide of await listSlides(parts)) {
    await readWholeXml(parts.stream(slide), slideHandler(pages));
    pages.pageBreak(true);
    yield* pages.take();
  }
  yield* pages.end();
}

async function listSlides(parts: Package): Promise<string[]> {
  const relations = await readRelations(parts, PRESENTATION);
  const slides: string[] = [];
  await readWholeXml(parts.stream(PRESENTATION), {
    open(name, attributes) {
      const target = name === 'sldId' && relations.get(relationId(attributes) ?? '');
      if (target) slides.push(target);
    },
  });
  return slides;
}

/** Text is in runs (`t`) of paragraphs (`p`), in shapes (`sp`) or in cells (`tc`) of tables. */
function slideHandler(pages: PageBuilder): XmlHandler {
  let table: TableGrid | undefined;
  let isTitle = false;
  let inRun = false;
  let lines: string[] = [];
  let shape: string[] = [];
  return {
    open(name, { type, rowSpan, gridSpan, hMerge, vMerge }) {
      if (name === 'sp') [shape, isTitle] = [[], false];
      else if (name === 'ph') isTitle = type === 'title' || type === 'ctrTitle';
      else if (name === 'p') lines = [''];
      else if (name === 'br') lines.push('');
      else if (name === 't') inRun = true;
      else if (name === 'tbl') table = new TableGrid();
      else if (name === 'tr') table?.startRow();
      else if (name === 'tc' && !hMerge && !vMerge)
        table?.startCell(Number(rowSpan ?? 1), Number(gridSpan ?? 1));
    },
    text(text) {
      if (inRun) lines.push((lines.pop() ?? '') + text);
    },
    close(name) {
      if (name === 't') inRun = false;
      else if (name === 'p' && !table?.addText(lines)) shape.push(...lines);
      else if (name === 'tc') table?.endCell();
      else if (name === 'sp') pages.block(isTitle ? 'title' : 'paragraph', shape);
      else if (name === 'tbl') {
        pages.table(table?.rows ?? []);
        table = undefined;
      }
    },
  };
}
