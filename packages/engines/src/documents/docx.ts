import mammoth from 'mammoth';
import { FilemillError, type Limits, type TextPage } from '@filemill/core';
import { HtmlReader } from './html-reader.ts';
import { openPackage } from './package.ts';
import { PageBuilder } from './page-builder.ts';

/** Word documents by way of mammoth's HTML: headings, paragraphs, lists, tables, notes. Pictures are not unpacked. */
export async function* readDocx(path: string, limits: Limits): AsyncGenerator<TextPage> {
  await measure(path, limits);
  const { value: html } = await convert(path);
  const pages = new PageBuilder(limits);
  const reader = new HtmlReader(pages);
  reader.write(html);
  reader.end();
  yield* pages.end();
}

/** mammoth unpacks without a limit, so the parts that it will read are unpacked once before, and counted. */
async function measure(path: string, limits: Limits): Promise<void> {
  await using parts = await openPackage(path, limits);
  for (const name of parts.names.filter((name) => /\.(?:xml|rels)$/i.test(name))) {
    for await (const _chunk of parts.stream(name));
  }
}

async function convert(path: string) {
  try {
    return await mammoth.convertToHtml(
      { path },
      {
        styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"],
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
        externalFileAccess: false,
      },
    );
  } catch (error) {
    throw new FilemillError(
      'file.corrupt',
      'The Word document is damaged and cannot be read. If it opens in Word, save it again and try that.',
      { cause: error },
    );
  }
}
