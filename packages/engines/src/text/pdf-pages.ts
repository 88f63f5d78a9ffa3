import type { Field, TextPage } from '@filemill/core';
import type { PdfContent, PdfFormField, PdfPage, PdfSource } from '../media/pdf.ts';
import { mapLines, opposite, turnedSize, turnRect, type Rotation, type Size } from './frames.ts';
import { fromGrey, toGrey, turn } from './grey.ts';
import { buildPage } from './page.ts';
import { withoutKnown, type GreyImage, type ReadLine, type ReadWord } from './reading.ts';
import {
  areaOf,
  boxToRect,
  heightOf,
  intersectionArea,
  rectToBox,
  union,
  widthOf,
  type Rect,
} from './rect.ts';
import type { Recogniser } from './router.ts';
import { linesOfWords } from './rows.ts';
import { findRulings, scaleRulings, type Rulings } from './rulings.ts';

/** Dots an inch at which pages are drawn to be read: small print is still some 20 pixels high. */
const READING_DPI = 200;
/** Small pages, such as receipts, are drawn finer: their longer side has so many pixels. Posters are drawn coarser. */
const SMALL = { pixels: 1600, dpi: 400 };
const LARGE = 12e6;
/** Dots an inch at which rulings are looked for. */
const RULING_DPI = 100;
/** Paths that a page must have for it to be worth looking for rulings. */
const LEAST_PATHS = 4;
/** Share of characters without a meaning, from which on a text layer is not believed. */
const GARBAGE = 0.05;
/** Share of the page that pictures must cover to be read beside the text layer. */
const LARGE_PICTURE = 0.1;
/** Share of a picture that words of the layer cover where the layer is the picture's text already. */
const LAYERED = 0.01;
/** Outlined text: many paths, and words on next to nothing of the page. */
const OUTLINES = { paths: 300, words: 0.005 };

/** The text of page `n`: from its text layer where that is good, and recognised where there is none. */
export async function readPdfPage(pdf: PdfSource, n: number, recogniser: Recogniser): Promise<TextPage> {
  const page = pdf.page(n);
  const size = { width: page.width, height: page.height };
  const content = page.content();
  const filled = page.fields();
  const known = [...filled.flatMap((field) => formWords(field, size)), ...layerWords(content, size)];
  const unread = unreadPart(known, content, size);
  const result =
    known.length === 0 && unread
      ? await recognisePage(page, n, recogniser)
      : await readLayer({ page, n, recogniser, known, unread, content });
  const turned = turnRect(result.rotation, size);
  const fields = filled.map(({ name, value, box }): Field => {
    const anchor = { page: n, box: rectToBox(turned(boxToRect(box, size)), result) };
    return { key: name, value, anchor, confidence: 1, source: 'form' };
  });
  const seen = result.fields.filter((field) => !fields.some((filledIn) => isSamePlace(field, filledIn)));
  return { ...result, fields: [...fields, ...seen] };
}

/** A label printed beside a fillable field makes the layout find the same value again. */
function isSamePlace({ anchor: a }: Field, { anchor: b }: Field): boolean {
  if (!('box' in a && 'box' in b && a.box && b.box)) return false;
  const unit = { width: 1, height: 1 };
  const [found, filledIn] = [boxToRect(a.box, unit), boxToRect(b.box, unit)];
  return intersectionArea(found, filledIn) > areaOf(found) / 2;
}

/** pdfium draws at once, so that its page can make way for another while this one is being recognised. */
async function recognisePage(page: PdfPage, n: number, recogniser: Recogniser): Promise<TextPage> {
  const size = { width: page.width, height: page.height };
  const { reading, rotation } = await recogniser.recognise(drawToRead(page));
  return buildPage(reading, { page: n, ...turnedSize(size, rotation), rotation, source: 'ocr' });
}

function drawToRead(page: PdfPage): GreyImage {
  const finer = Math.min(SMALL.dpi, (SMALL.pixels * 72) / Math.max(page.width, page.height));
  const coarser = 72 * Math.sqrt(LARGE / (page.width * page.height));
  return page.render(Math.min(Math.max(READING_DPI, finer), coarser), 'grey');
}

interface LayerPage {
  page: PdfPage;
  n: number;
  recogniser: Recogniser;
  known: ReadWord[];
  /** Where there may be text that the layer doesn't hold. */
  unread: Rect | undefined;
  content: PdfContent;
}

async function readLayer({ page, n, recogniser, known, unread, content }: LayerPage): Promise<TextPage> {
  const size = { width: page.width, height: page.height };
  const rotation = opposite(content.turned);
  const rulings = content.paths >= LEAST_PATHS ? await drawnRulings(page, rotation) : NO_RULINGS;
  const seen = unread ? await recognisePart(page, unread, recogniser) : [];
  const added = withoutKnown(seen, known); // what was drawn from the layer is seen once more
  const toUpright = turnRect(rotation, size);
  const layer = known.map((word) => ({ ...word, rect: toUpright(word.rect) }));
  const lines = [...linesOfWords(layer), ...mapLines(added, toUpright)];
  const source = added.length > lines.length / 2 ? 'ocr' : 'layer';
  const upright = turnedSize(size, rotation);
  const reading = { lines, rulings, toPage: (rect: Rect) => rect, page: upright };
  return buildPage(reading, { page: n, ...upright, rotation, source });
}

const NO_RULINGS: Rulings = { horizontal: [], vertical: [] };

async function drawnRulings(page: PdfPage, rotation: Rotation): Promise<Rulings> {
  const drawn = page.render(RULING_DPI, 'grey');
  const scale = page.width / drawn.width;
  return scaleRulings(findRulings(rotation ? await turn(drawn, rotation) : drawn), scale);
}

function layerWords({ words, unmapped }: PdfContent, size: Size): ReadWord[] {
  if (unmapped > GARBAGE) return [];
  return words.map(({ text, box }) => ({ text, rect: boxToRect(box, size), confidence: 1 }));
}

/** The part of the page that must be recognised, if any. */
function unreadPart(known: ReadWord[], { pictures, paths, words }: PdfContent, size: Size): Rect | undefined {
  const page = { left: 0, top: 0, right: size.width, bottom: size.height };
  const isEmpty = pictures.length === 0 && paths === 0 && words.length === 0;
  if (known.length === 0) return isEmpty ? undefined : page;
  const share = (rect: Rect) =>
    known.reduce((sum, word) => sum + intersectionArea(word.rect, rect), 0) / areaOf(rect);
  if (paths >= OUTLINES.paths && share(page) < OUTLINES.words) return page;
  const unlayered = pictures.map((box) => boxToRect(box, size)).filter((rect) => share(rect) < LAYERED);
  if (unlayered.length === 0) return undefined;
  const part = union(unlayered); // scans are often stored as strips
  return areaOf(part) >= LARGE_PICTURE * areaOf(page) ? part : undefined;
}

/** Lines of a part of the page, in points of the page. */
async function recognisePart(page: PdfPage, part: Rect, recogniser: Recogniser): Promise<ReadLine[]> {
  const drawn = drawToRead(page);
  const scale = drawn.width / page.width;
  const left = Math.floor(part.left * scale);
  const top = Math.floor(part.top * scale);
  const cut = {
    left,
    top,
    width: Math.min(drawn.width - left, Math.ceil(widthOf(part) * scale)),
    height: Math.min(drawn.height - top, Math.ceil(heightOf(part) * scale)),
  };
  const picture: GreyImage = await toGrey(fromGrey(drawn).extract(cut));
  const { reading, rotation } = await recogniser.recognise(picture);
  const toPicture = turnRect(opposite(rotation), reading.page);
  return mapLines(reading.lines, (rect) => {
    const place = toPicture(reading.toPage(rect));
    return {
      left: (place.left + left) / scale,
      top: (place.top + top) / scale,
      right: (place.right + left) / scale,
      bottom: (place.bottom + top) / scale,
    };
  });
}

/** What was filled in is no part of the text layer: its words share the field's box by their lengths. */
function formWords({ type, value, box }: PdfFormField, size: Size): ReadWord[] {
  if (type === 'checkbox' || type === 'radio') return [];
  const rect = boxToRect(box, size);
  const lines = value.split(/[\r\n]+/);
  const height = heightOf(rect) / lines.length;
  return lines.flatMap((line, i) => {
    const widest = Math.max(line.length, 1);
    return [...line.matchAll(/\S+/g)].map(({ 0: text, index }) => ({
      text,
      confidence: 1,
      rect: {
        left: rect.left + (widthOf(rect) * index) / widest,
        right: rect.left + (widthOf(rect) * (index + text.length)) / widest,
        top: rect.top + i * height,
        bottom: rect.top + (i + 1) * height,
      },
    }));
  });
}
