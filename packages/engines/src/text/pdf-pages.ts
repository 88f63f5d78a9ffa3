import type { TextPage } from '@filemill/core';
import type { PdfContent, PdfSource } from '../media/pdf.ts';
import { buildPage } from './page.ts';
import { turnedSize } from './picture-pages.ts';
import type { GreyImage, Reading } from './reading.ts';
import { boxToRect } from './rect.ts';
import type { Recogniser } from './router.ts';
import { linesOfWords } from './rows.ts';

/** Pixels an inch at which pages are drawn to be read: small print is still some 20 pixels high. */
const READING_DPI = 200;
/** Share of characters without a meaning, from which on a text layer is not believed. */
const GARBAGE = 0.05;

/** The text of page `n`: from its text layer where that is good, else recognised in the drawn page. */
export async function readPdfPage(pdf: PdfSource, n: number, recogniser: Recogniser): Promise<TextPage> {
  const page = pdf.page(n);
  const content = page.content();
  const size = { width: page.width, height: page.height };
  if (hasGoodLayer(content)) {
    return buildPage(layerReading(content, size), { page: n, ...size, rotation: 0, source: 'layer' });
  }
  const { data, width, height } = page.render(READING_DPI, 'grey');
  const { reading, rotation } = await recogniser.recognise({ data, width, height } satisfies GreyImage);
  return buildPage(reading, { page: n, ...turnedSize(size, rotation), rotation, source: 'ocr' });
}

function hasGoodLayer({ words, unmapped }: PdfContent): boolean {
  return words.length > 0 && unmapped <= GARBAGE;
}

function layerReading({ words }: PdfContent, size: { width: number; height: number }): Reading {
  const lines = linesOfWords(
    words.map(({ text, box }) => ({ text, rect: boxToRect(box, size), confidence: 1 })),
  );
  return { ...size, skew: 0, lines };
}
