import type { Block, Field, Line, Table, TextPage, TimeAnchor, Word } from '@filemill/core';
import type { LayoutBlock } from './blocks.ts';
import type { LayoutField } from './fields.ts';
import { languageOf } from './language.ts';
import { layoutOf } from './layout.ts';
import { textOf, type ReadLine, type Reading, type ReadWord } from './reading.ts';
import { rectToBox, type Rect } from './rect.ts';
import type { LayoutTable } from './tables.ts';

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
  const layout = layoutOf(reading.lines, reading.rulings);
  const blocks = layout.blocks.map((block) => toBlock(block, place));
  const words = blocks.flatMap((block) => block.lines.flatMap((line) => line.words));
  const text = blocks.map((block) => block.lines.map((line) => line.text).join('\n')).join('\n\n');
  const language = languageOf(text);
  return {
    ...about,
    ...(language && { language }),
    confidence: mean(words),
    text,
    blocks,
    tables: layout.tables.map((table) => toTable(table, place)),
    fields: layout.fields.map((field) => toField(field, place)),
  };
}

type Place = (rect: Rect) => Word['anchor'];

/** Maps to anchors of the result. */
function placer(reading: Reading, { page, time }: PageAbout): Place {
  return (rect) => {
    const box = rectToBox(reading.toPage(rect), reading.page);
    return time ? { ...time, box } : { page, box };
  };
}

function toBlock(block: LayoutBlock, place: Place): Block {
  const lines = block.lines.map((line) => toLine(line, place));
  return { type: block.type, anchor: place(block.rect), confidence: mean(lines), lines };
}

function toLine(line: ReadLine, place: Place): Line {
  const words = line.words.map((word) => toWord(word, place));
  return { text: line.text, anchor: place(line.rect), confidence: mean(words), words };
}

function toWord(word: ReadWord, place: Place): Word {
  return { text: word.text, anchor: place(word.rect), confidence: round(word.confidence) };
}

function toTable({ rows, columns, cells, rect }: LayoutTable, place: Place): Table {
  const words = cells.flatMap((cell) => cell.words);
  return {
    rows,
    columns,
    cells: cells.map(({ words, rect, ...where }) => ({
      ...where,
      text: textOf(words),
      anchor: place(rect),
      confidence: mean(words),
    })),
    anchor: place(rect),
    confidence: mean(words),
  };
}

function toField({ key, value }: LayoutField, place: Place): Field {
  return {
    key: key.text.replace(/\s*:$/, ''),
    value: value.text,
    keyAnchor: place(key.rect),
    anchor: place(value.rect),
    confidence: mean([...key.words, ...value.words]),
    source: 'layout',
  };
}

function mean(pieces: readonly { confidence: number }[]): number {
  if (pieces.length === 0) return 1; // what is empty is surely so
  return round(pieces.reduce((sum, piece) => sum + piece.confidence, 0) / pieces.length);
}

const round = (confidence: number) => Math.round(confidence * 1000) / 1000;
