import type { Limits, TextPage } from '@filemill/core';
import { decodeFile } from './decode.ts';
import { HtmlReader } from './html-reader.ts';
import { PageBuilder } from './page-builder.ts';

/** The visible text of an HTML document: headings, paragraphs, lists, code and tables. Nothing is run or fetched. */
export async function* readHtml(path: string, limits: Limits): AsyncGenerator<TextPage> {
  const pages = new PageBuilder(limits);
  const reader = new HtmlReader(pages);
  for await (const chunk of decodeFile(path)) {
    reader.write(chunk);
    yield* pages.take();
  }
  reader.end();
  yield* pages.end();
}
