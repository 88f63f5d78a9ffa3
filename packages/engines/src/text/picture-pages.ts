import type { TextPage } from '@filemill/core';
import type { ImageSource } from '../media/image.ts';
import { turnedSize } from './frames.ts';
import { toGrey } from './grey.ts';
import { buildPage } from './page.ts';
import type { Recogniser } from './router.ts';
import { findRulings } from './rulings.ts';

/** The text of picture `n` of a file. */
export async function readPicture(image: ImageSource, n: number, recogniser: Recogniser): Promise<TextPage> {
  const grey = await toGrey(await image.page(n));
  const { reading, rotation, image: upright } = await recogniser.recognise(grey);
  const about = { page: n, ...turnedSize(grey, rotation), rotation, source: 'ocr' } as const;
  return buildPage(reading, findRulings(upright, reading.skew), about);
}
