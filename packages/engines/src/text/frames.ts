import type { TextPage } from '@filemill/core';
import { lineOf, type ReadLine, type Reading } from './reading.ts';
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

/**
 * Maps from the frame of a reading, in which lines are level, to the upright page. The centre is turned and the size
 * kept: at the few degrees of a skewed scan that fits a word better than the box around its turned corners.
 */
export function unskew({ width, height, skew }: Reading): (rect: Rect) => Rect {
  if (skew === 0) return (rect) => rect;
  const [sin, cos] = [Math.sin(-skew), Math.cos(-skew)];
  return ({ left, top, right, bottom }) => {
    const [x, y] = [(left + right - width) / 2, (top + bottom - height) / 2];
    const [dx, dy] = [x * cos - y * sin - x, x * sin + y * cos - y];
    return { left: left + dx, top: top + dy, right: right + dx, bottom: bottom + dy };
  };
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
