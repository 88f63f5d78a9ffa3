import type { Limits, TextPage } from '@filemill/core';
import { decodeFile } from './decode.ts';
import { PageBuilder } from './page-builder.ts';

/** Longer lines are cut, as of minified code or a file without line ends. */
const LINE_CHARACTERS = 10_000;
/** Longer paragraphs are cut, as of logs, which have no empty lines. */
const PARAGRAPH_LINES = 100;

/** Paragraphs are parted by empty lines, pages by form feeds. */
export async function* readPlainText(path: string, limits: Limits): AsyncGenerator<TextPage> {
  const pages = new PageBuilder(limits);
  let paragraph: string[] = [];
  const endParagraph = () => {
    pages.block('paragraph', paragraph);
    paragraph = [];
  };
  for await (const line of lines(decodeFile(path))) {
    const [text, ...afterFormFeeds] = line.split('\f');
    if (text?.trim() === '' || paragraph.length >= PARAGRAPH_LINES) endParagraph();
    paragraph.push(text ?? '');
    for (const text of afterFormFeeds) {
      endParagraph();
      pages.pageBreak(true);
      paragraph.push(text);
    }
    yield* pages.take();
  }
  endParagraph();
  yield* pages.end();
}

async function* lines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    yield* parts;
    for (; rest.length > LINE_CHARACTERS; rest = rest.slice(LINE_CHARACTERS)) {
      yield rest.slice(0, LINE_CHARACTERS);
    }
  }
  yield rest;
}
