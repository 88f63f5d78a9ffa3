import type { Size } from './frames.ts';
import { areaOf, intersectionArea, union, type Rect } from './rect.ts';
import type { Rulings } from './rulings.ts';

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
  /** In a frame in which the lines are level. */
  lines: ReadLine[];
  /** In the same frame. */
  rulings: Rulings;
  /** Maps from that frame to the upright page, and the page's size in the same unit. */
  toPage: (rect: Rect) => Rect;
  page: Size;
}

/** 8-bit grey pixels, row by row. */
export interface GreyImage {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A line of words, in the order in which they are given; there must be at least one. */
export function lineOf(words: ReadWord[]): ReadLine {
  return { words, rect: union(words.map((word) => word.rect)), text: textOf(words) };
}

/** Words with spaces between them, except in Chinese and Japanese, which have none. */
export function textOf(words: readonly ReadWord[]): string {
  return words.reduce((text, word) => {
    const isJoined = text === '' || (UNSPACED.test(text.slice(-1)) && UNSPACED.test(word.text.slice(0, 1)));
    return text + (isJoined ? '' : ' ') + word.text;
  }, '');
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]/u;

/** Words of one line as they are read: from the right where most of them are Arabic or Hebrew. */
export function inReadingOrder(words: readonly ReadWord[]): ReadWord[] {
  const fromRight = words.filter((word) => RIGHT_TO_LEFT.test(word.text)).length > words.length / 2;
  return words.toSorted((a, b) => (fromRight ? b.rect.right - a.rect.right : a.rect.left - b.rect.left));
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

export function wordsOf(lines: readonly ReadLine[]): ReadWord[] {
  return lines.flatMap((line) => line.words);
}

/** Share of the smaller of two words that must be common for them to be the same. */
const SAME_WORD = 0.3;

/** Leaves out words that stand where there is a known one. */
export function withoutKnown(lines: readonly ReadLine[], known: readonly ReadWord[]): ReadLine[] {
  const isKnown = ({ rect }: ReadWord) =>
    known.some(
      (word) => intersectionArea(word.rect, rect) > SAME_WORD * Math.min(areaOf(word.rect), areaOf(rect)),
    );
  return lines
    .map((line) => line.words.filter((word) => !isKnown(word)))
    .filter((words) => words.length > 0)
    .map(lineOf);
}
