import type { TextPage } from '@filemill/core';
import { lineOf, type ReadLine } from './reading.ts';
import { heightOf, widthOf, type Rect } from './rect.ts';

export type Rotation = TextPage['rotation'];

export interface Size {
  width: number;
  height: number;
}

/** Width and height after turning. */
export function turnedSize({ width, height }: Size, rotation: Rotation): Size {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** Maps from a frame of this size to the frame that is turned clockwise by `rotation`. */
export function turnRect(rotation: Rotation, { width, height }: Size): (rect: Rect) => Rect {
  return ({ left, top, right, bottom }) => {
    switch (rotation) {
      case 0:
        return { left, top, right, bottom };
      case 90:
        return { left: height - bottom, top: left, right: height - top, bottom: right };
      case 180:
        return { left: width - right, top: height - bottom, right: width - left, bottom: height - top };
      case 270:
        return { left: top, top: width - right, right: bottom, bottom: width - left };
    }
  };
}

export function opposite(rotation: Rotation): Rotation {
  return ((360 - rotation) % 360) as Rotation;
}

/** Lines with each word's place mapped. */
export function mapLines(lines: readonly ReadLine[], map: (rect: Rect) => Rect): ReadLine[] {
  return lines.map((line) => lineOf(line.words.map((word) => ({ ...word, rect: map(word.rect) }))));
}

/** A word of several letters whose box is this much higher than wide runs up or down the page. */
const SIDEWAYS = 1.3;

/** By how much a page must be turned on which most lines run downwards (270) or upwards (90); else 0. */
export function sidewaysTurn(lines: readonly ReadLine[]): Rotation {
  const long = lines.flatMap((line) => line.words).filter((word) => word.text.length >= 3);
  const tall = long.filter(({ rect }) => heightOf(rect) > SIDEWAYS * widthOf(rect));
  if (tall.length <= long.length / 2) return 0;
  const steps = lines.flatMap(({ words }) =>
    words.slice(1).map((word, i) => Math.sign(word.rect.top - words[i]!.rect.top)),
  );
  return steps.reduce((sum, step) => sum + step, 0) > 0 ? 270 : 90;
}
