import type { TextPage } from '@filemill/core';
import type { ImageSource } from '../media/image.ts';
import { toGrey } from './grey.ts';
import { buildPage } from './page.ts';
import type { Recogniser, Recognition } from './router.ts';

/** The text of picture `n` of a file. */
export async function readPicture(image: ImageSource, n: number, recogniser: Recogniser): Promise<TextPage> {
  const grey = await toGrey(await image.page(n));
  const recognition = await recogniser.recognise(grey);
  const { rotation } = recognition;
  return buildPage(recognition.reading, {
    page: n,
    ...turnedSize(grey, rotation),
    rotation,
    source: 'ocr',
  });
}

/** Width and height after turning. */
export function turnedSize(
  { width, height }: { width: number; height: number },
  rotation: Recognition['rotation'],
): { width: number; height: number } {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}
