import type { Box } from '@filemill/core';
import type { Pdfium } from './pdfium.ts';

export interface PdfWord {
  text: string;
  /** 0..1 of the page, /Rotate applied. */
  box: Box;
}

/** What a page is made of. */
export interface PdfContent {
  /** Of the text layer, in the order of the file; those outside the crop box are left out. */
  words: PdfWord[];
  /** Degrees by which most of the words are turned clockwise against the page. */
  turned: 0 | 90 | 180 | 270;
  /** Share of characters that have no sensible Unicode value: the font says how they look but not what they mean. */
  unmapped: number;
  /** Where pictures are, 0..1, cut to the page. */
  pictures: Box[];
  /** Lines, curves and shapes on the page; outlined text is made of them. */
  paths: number;
}

/** FPDF_PAGEOBJ_*. */
const PATH = 2;
const IMAGE = 3;
const FORM = 5;

/** Maps a rectangle of pdfium's page space to 0..1 of the page as shown. */
type ToBox = (left: number, bottom: number, right: number, top: number) => Box;

export function readPdfContent(pdfium: Pdfium, page: number): PdfContent {
  const toBox = pageToBox(pdfium, page);
  return { ...readText(pdfium, page, toBox), ...readObjects(pdfium, page, toBox) };
}

/** Page space is turned and shifted by /Rotate and the crop box; three points tell the whole (affine) mapping. */
export function pageToBox({ api, ints }: Pdfium, page: number): ToBox {
  const unit = 1_000_000;
  const device = (x: number, y: number) => {
    const [u = 0, v = 0] = ints(2, (p) => api.FPDF_PageToDevice(page, 0, 0, unit, unit, 0, x, y, p, p + 4));
    return { u: u / unit, v: v / unit };
  };
  const span = 1000; // points between the probes: enough that rounding to 1/unit doesn't count
  const [o, x, y] = [device(0, 0), device(span, 0), device(0, span)];
  const map = (px: number, py: number) => ({
    u: o.u + ((x.u - o.u) * px + (y.u - o.u) * py) / span,
    v: o.v + ((x.v - o.v) * px + (y.v - o.v) * py) / span,
  });
  return (left, bottom, right, top) => {
    const [a, b] = [map(left, bottom), map(right, top)];
    return [Math.min(a.u, b.u), Math.min(a.v, b.v), Math.abs(a.u - b.u), Math.abs(a.v - b.v)];
  };
}

function readText(pdfium: Pdfium, page: number, toBox: ToBox) {
  const { api, doubles } = pdfium;
  const text = api.FPDFText_LoadPage(page);
  const angles = [0, 0, 0, 0];
  const words: PdfWord[] = [];
  let word: PdfWord | undefined;
  let characters = 0;
  let unmapped = 0;
  for (let i = 0, count = api.FPDFText_CountChars(text); i < count; i++) {
    const code = api.FPDFText_GetUnicode(text, i);
    const character = api.FPDFText_IsHyphen(text, i) === 1 ? '-' : String.fromCodePoint(code);
    if (code === 0 || /\s/u.test(character)) {
      word = undefined;
      continue;
    }
    characters++;
    if (api.FPDFText_HasUnicodeMapError(text, i) === 1 || isNonsense(character)) unmapped++;
    const quarter = Math.round(api.FPDFText_GetCharAngle(text, i) / (Math.PI / 2)) & 3;
    angles[quarter]!++;
    const [left = 0, right = 0, bottom = 0, top = 0] = doubles(4, (p) =>
      api.FPDFText_GetCharBox(text, i, p, p + 8, p + 16, p + 24),
    );
    const box = toBox(left, bottom, right, top);
    if (!isOnPage(box)) continue;
    if (word && (quarter & 1 || follows(word.box, box))) {
      word.text += character;
      word.box = join(word.box, box);
    } else {
      words.push((word = { text: character, box }));
    }
  }
  api.FPDFText_ClosePage(text);
  const turned = ((angles.indexOf(Math.max(...angles)) * 90 + api.FPDFPage_GetRotation(page) * 90) %
    360) as 0;
  return { words, turned, unmapped: characters ? unmapped / characters : 0 };
}

/** Control and private-use characters, and the replacement character. */
function isNonsense(character: string): boolean {
  return /[\p{Cc}\p{Co}\p{Cn}\ufffd]/u.test(character);
}

function isOnPage([left, top, width, height]: Box): boolean {
  const [x, y] = [left + width / 2, top + height / 2];
  return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

/** pdfium puts a space where it sees a gap; a jump to another line or column without one ends the word too. */
function follows([left, top, width, height]: Box, [nextLeft, nextTop, , nextHeight]: Box): boolean {
  const tallest = Math.max(height, nextHeight);
  const overlaps = nextTop < top + height + tallest && top < nextTop + nextHeight + tallest;
  return overlaps && nextLeft - (left + width) < 3 * tallest && nextLeft > left - 3 * tallest;
}

function join([l, t, w, h]: Box, [l2, t2, w2, h2]: Box): Box {
  const [left, top] = [Math.min(l, l2), Math.min(t, t2)];
  return [left, top, Math.max(l + w, l2 + w2) - left, Math.max(t + h, t2 + h2) - top];
}

function readObjects(pdfium: Pdfium, page: number, toBox: ToBox): Pick<PdfContent, 'pictures' | 'paths'> {
  const { api, floats } = pdfium;
  const pictures: Box[] = [];
  let paths = 0;
  const visit = (object: number, matrix: Matrix) => {
    const type = api.FPDFPageObj_GetType(object);
    if (type === PATH) paths++;
    if (type === FORM) {
      const inner = multiply(readMatrix(pdfium, object), matrix);
      for (let i = 0; i < api.FPDFFormObj_CountObjects(object); i++) {
        visit(api.FPDFFormObj_GetObject(object, i), inner);
      }
    }
    if (type !== IMAGE) return;
    const [left = 0, bottom = 0, right = 0, top = 0] = floats(4, (p) =>
      api.FPDFPageObj_GetBounds(object, p, p + 4, p + 8, p + 12),
    );
    const box = cutToPage(toBox(...transformRectangle(matrix, left, bottom, right, top)));
    if (box) pictures.push(box);
  };
  for (let i = 0, count = api.FPDFPage_CountObjects(page); i < count; i++) {
    visit(api.FPDFPage_GetObject(page, i), IDENTITY);
  }
  return { pictures, paths };
}

function cutToPage([left, top, width, height]: Box): Box | undefined {
  const [l, t] = [Math.max(0, left), Math.max(0, top)];
  const [r, b] = [Math.min(1, left + width), Math.min(1, top + height)];
  return r > l && b > t ? [l, t, r - l, b - t] : undefined;
}

/** x' = a·x + c·y + e, y' = b·x + d·y + f. */
type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

function readMatrix({ api, floats }: Pdfium, object: number): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = floats(6, (p) => api.FPDFPageObj_GetMatrix(object, p));
  return [a, b, c, d, e, f];
}

/** First `m`, then `n`. */
function multiply([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix {
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

function transformRectangle(
  [a, b, c, d, e, f]: Matrix,
  left: number,
  bottom: number,
  right: number,
  top: number,
): [left: number, bottom: number, right: number, top: number] {
  const xs = [a * left + c * bottom, a * left + c * top, a * right + c * bottom, a * right + c * top];
  const ys = [b * left + d * bottom, b * left + d * top, b * right + d * bottom, b * right + d * top];
  return [Math.min(...xs) + e, Math.min(...ys) + f, Math.max(...xs) + e, Math.max(...ys) + f];
}
