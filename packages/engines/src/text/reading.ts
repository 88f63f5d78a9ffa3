import { union, type Rect } from './rect.ts';

/** A word as an engine or a text layer gives it. */
export interface ReadWord {
  text: string;
  rect: Rect;
  /** 0..1 */
  confidence: number;
}

/** Words that stand side by side, left to right as they were found. */
export interface ReadLine {
  words: ReadWord[];
  rect: Rect;
  text: string;
}

/** What was read on one page or picture, before its layout is understood. */
export interface Reading {
  /** The frame of the rectangles: the page turned upright and freed of its skew. */
  width: number;
  height: number;
  /** Radians by which the frame was turned clockwise against the upright page. */
  skew: number;
  lines: ReadLine[];
}

/** 8-bit grey pixels, row by row. */
export interface GreyImage {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A line of words, in the order in which they are given; there must be at least one. */
export function lineOf(words: ReadWord[]): ReadLine {
  return {
    words,
    rect: union(words.map((word) => word.rect)),
    text: words.map((word) => word.text).join(' '),
  };
}

export function wordsOf(reading: Reading): ReadWord[] {
  return reading.lines.flatMap((line) => line.words);
}
