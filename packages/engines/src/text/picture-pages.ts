import type { TextPage } from '@filemill/core';
import type { ImageSource } from '../media/image.ts';
import { turnedSize } from './frames.ts';
import { toGrey, toReadableSize } from './grey.ts';
import { buildPage } from './page.ts';
import type { Recogniser } from './router.ts';

/** The text of picture `n` of a file. */
export async function readPicture(image: ImageSource, n: number, recogniser: Recogniser): Promise<TextPage> {
  const grey = await toGrey(await image.page(n));
  const { reading, rotation } = await recogniser.recognise(await toReadableSize(grey));
  return buildPage(reading, { page: n, ...turnedSize(grey, rotation), rotation, source: 'ocr' });
}
