import type { Block, Box, Line, TextPage, TimeAnchor, Word } from '@filemill/core';
import { blocksOf, type LayoutBlock } from './blocks.ts';
import { languageOf } from './language.ts';
import type { ReadLine, Reading, ReadWord } from './reading.ts';
import { rectToBox, type Rect } from './rect.ts';

/** What a page is besides what was read on it. */
export interface PageAbout {
  page: number;
  /** Of the upright page, in the unit that the result names. */
  width: number;
  height: number;
  rotation: TextPage['rotation'];
  source: TextPage['source'];
  /** For a frame of a video: when it is shown. Its pieces are then anchored in time. */
  time?: TimeAnchor;
}

/** Understands the layout of what was read, and puts it into the form of the result. */
export function buildPage(reading: Reading, about: PageAbout): TextPage {
  const place = placer(reading, about);
  const blocks = blocksOf(reading.lines).map((block) => toBlock(block, place));
  const words = blocks.flatMap((block) => block.lines.flatMap((line) => line.words));
  const text = blocks.map((block) => block.lines.map((line) => line.text).join('\n')).join('\n\n');
  const language = languageOf(text);
  return {
    ...about,
    ...(language && { language }),
    confidence: meanConfidence(words, about.source),
    text,
    blocks,
    tables: [],
    fields: [],
  };
}

type Place = (rect: Rect) => Word['anchor'];

/** Maps from the frame of the reading, in which lines are level, back to the upright page. */
function placer({ width, height, skew }: Reading, about: PageAbout): Place {
  const anchor = (box: Box) => (about.time ? { ...about.time, box } : { page: about.page, box });
  const [sin, cos] = [Math.sin(-skew), Math.cos(-skew)];
  return (rect) => {
    if (skew === 0) return anchor(rectToBox(rect, { width, height }));
    const [x, y] = [(rect.left + rect.right - width) / 2, (rect.top + rect.bottom - height) / 2];
    const [halfWidth, halfHeight] = [(rect.right - rect.left) / 2, (rect.bottom - rect.top) / 2];
    const [centreX, centreY] = [x * cos - y * sin + width / 2, x * sin + y * cos + height / 2];
    return anchor(
      rectToBox(
        {
          left: centreX - halfWidth,
          top: centreY - halfHeight,
          right: centreX + halfWidth,
          bottom: centreY + halfHeight,
        },
        { width, height },
      ),
    );
  };
}

function toBlock(block: LayoutBlock, place: Place): Block {
  const lines = block.lines.map((line) => toLine(line, place));
  return { type: block.type, anchor: place(block.rect), confidence: mean(lines), lines };
}

function toLine(line: ReadLine, place: Place): Line {
  const words = line.words.map((word) => toWord(word, place));
  const text = words.map((word) => word.text).join(' ');
  return { text, anchor: place(line.rect), confidence: mean(words), words };
}

function toWord(word: ReadWord, place: Place): Word {
  return { text: word.text, anchor: place(word.rect), confidence: round(word.confidence) };
}

function meanConfidence(words: Word[], source: TextPage['source']): number {
  return source === 'ocr' && words.length > 0 ? mean(words) : 1;
}

function mean(pieces: readonly { confidence: number }[]): number {
  return round(pieces.reduce((sum, piece) => sum + piece.confidence, 0) / Math.max(1, pieces.length));
}

const round = (confidence: number) => Math.round(confidence * 1000) / 1000;
