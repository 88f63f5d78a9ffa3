import type { GreyImage } from './reading.ts';

/** A straight ruling: at `at` (y of a horizontal one, x of a vertical one), from `from` to `to`, pixels. */
export interface Ruling {
  at: number;
  from: number;
  to: number;
  thickness: number;
}

export interface Rulings {
  horizontal: Ruling[];
  vertical: Ruling[];
}

/** Shortest rulings, as shares of the image's width and height. */
const LEAST_WIDTH = 0.04;
const LEAST_HEIGHT = 0.012;
/** How many times as long as thick a ruling must be: the stems of letters are not. */
const SLENDER = 18;
/** Pixels that may be missing in a ruling. */
const GAP = 2;
/** What is thicker is a bar or a picture. As a share of the image's height. */
const THICKEST = 0.004;
/** Darker than this share of the paper's brightness is ink. */
const INK = 0.75;

/** Finds rulings, in an image whose lines are level, by the lengths of dark runs. */
export function findRulings({ data, width, height }: GreyImage): Rulings {
  const threshold = paperLevel(data) * INK;
  const ink = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) ink[i] = data[i]! < threshold ? 1 : 0;
  const horizontal = runs({ ink, count: height, length: width, step: 1, stride: width }, LEAST_WIDTH * width);
  const vertical = runs({ ink, count: width, length: height, step: width, stride: 1 }, LEAST_HEIGHT * height);
  const thickest = Math.max(4, THICKEST * height);
  return { horizontal: joinThick(horizontal, thickest), vertical: joinThick(vertical, thickest) };
}

/** The brightness that half of the pixels reach: pages are mostly paper. */
function paperLevel(data: Uint8Array): number {
  const histogram = new Uint32Array(256);
  for (const level of data) histogram[level]!++;
  let level = 255;
  for (let above = histogram[255]!; above < data.length / 2; above += histogram[level]!) level--;
  return level;
}

interface Scan {
  ink: Uint8Array;
  /** Lines to scan, and pixels in each; `step` leads from pixel to pixel, `stride` from line to line. */
  count: number;
  length: number;
  step: number;
  stride: number;
}

type Run = Omit<Ruling, 'thickness'>;

function runs({ ink, count, length, step, stride }: Scan, least: number): Run[] {
  const found: Run[] = [];
  for (let line = 0; line < count; line++) {
    let from = -1;
    let last = -1;
    for (let i = 0, at = line * stride; i < length; i++, at += step) {
      if (!ink[at]) continue;
      if (from >= 0 && i - last > GAP + 1) {
        if (last - from >= least) found.push({ at: line, from, to: last + 1 });
        from = i;
      } else if (from < 0) from = i;
      last = i;
    }
    if (from >= 0 && last - from >= least) found.push({ at: line, from, to: last + 1 });
  }
  return found;
}

/** One ruling for each stack of touching runs; stacks that are too thick are not rulings. */
function joinThick(found: Run[], thickest: number): Ruling[] {
  const stacks: (Run & { first: number; last: number })[] = [];
  for (const run of found) {
    const stack = stacks.findLast(
      (candidate) => run.at - candidate.last <= GAP && run.from < candidate.to && run.to > candidate.from,
    );
    if (!stack) stacks.push({ ...run, first: run.at, last: run.at });
    else {
      stack.last = run.at;
      stack.from = Math.min(stack.from, run.from);
      stack.to = Math.max(stack.to, run.to);
    }
  }
  return stacks
    .filter(({ first, last }) => last - first < thickest)
    .filter(({ first, last, from, to }) => to - from >= SLENDER * (last - first + 1))
    .map(({ first, last, from, to }) => ({ at: (first + last) / 2, from, to, thickness: last - first + 1 }));
}

/** The same rulings in a frame that is `factor` times as large. */
export function scaleRulings({ horizontal, vertical }: Rulings, factor: number): Rulings {
  const scale = ({ at, from, to, thickness }: Ruling): Ruling => ({
    at: at * factor,
    from: from * factor,
    to: to * factor,
    thickness: thickness * factor,
  });
  return { horizontal: horizontal.map(scale), vertical: vertical.map(scale) };
}

/** Paints paper over rulings: where they touch letters or enclose them, tesseract takes them for a picture. */
export function eraseRulings(image: GreyImage, { horizontal, vertical }: Rulings): GreyImage {
  const { width, height } = image;
  const data = Uint8Array.from(image.data); // not slice: that of a Buffer shares its memory
  const paper = paperLevel(data);
  const margin = 2; // the grey edge that drawing and scanning leave
  const reach = ({ at, thickness }: Ruling, size: number) => ({
    first: Math.max(0, Math.floor(at - thickness / 2 - margin)),
    last: Math.min(size - 1, Math.ceil(at + thickness / 2 + margin)),
  });
  for (const ruling of horizontal) {
    const { first, last } = reach(ruling, height);
    for (let y = first; y <= last; y++) data.fill(paper, y * width + ruling.from, y * width + ruling.to);
  }
  for (const ruling of vertical) {
    const { first, last } = reach(ruling, width);
    for (let y = ruling.from; y < ruling.to; y++) data.fill(paper, y * width + first, y * width + last + 1);
  }
  return { ...image, data };
}
