import { marked } from 'marked';
import type { Limits, TextPage } from '@filemill/core';
import { readWhole } from '../media/read-whole.ts';
import { detectEncoding } from '../media/encoding.ts';
import { HtmlReader } from './html-reader.ts';
import { PageBuilder } from './page-builder.ts';

/** Markdown by way of the HTML that it stands for: headings, paragraphs, lists, code and tables without their markup. */
export async function* readMarkdown(path: string, limits: Limits): AsyncGenerator<TextPage> {
  const bytes = await readWhole(path, limits);
  const source = new TextDecoder(detectEncoding(bytes, true) ?? 'utf-8').decode(bytes);
  const pages = new PageBuilder(limits);
  const reader = new HtmlReader(pages);
  reader.write(await marked.parse(source, { async: true }));
  reader.end();
  yield* pages.end();
}
