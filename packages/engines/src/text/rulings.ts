import type { GreyImage } from './reading.ts';

/** A straight ruling: at `at` (y of a horizontal one, x of a vertical one), from `from` to `to`, pixels. */
export interface Ruling {
  at: number;
  from: number;
  to: number;
}

export interface Rulings {
  horizontal: Ruling[];
  vertical: Ruling[];
}

/** Shortest rulings, as shares of the image's width and height. */
const LEAST_WIDTH = 0.04;
const LEAST_HEIGHT = 0.012;
/** Pixels that may be missing in a ruling. */
const GAP = 2;
/** What is thicker is a bar or a picture. As a share of the image's height. */
const THICKEST = 0.004;
/** Darker than this share of the paper's brightness is ink. */
const INK = 0.75;

/**
 * Finds rulings by the lengths of dark runs. `skew` is the angle (radians, clockwise) by which the frame of the words
 * was turned against the image; rulings are given in that frame.
 */
export function findRulings(image: GreyImage, skew = 0): Rulings {
  const { width, height } = image;
  const ink = levelled(image, skew);
  const horizontal = runs({ ink, count: height, length: width, step: 1, stride: width }, LEAST_WIDTH * width);
  const vertical = runs({ ink, count: width, length: height, step: width, stride: 1 }, LEAST_HEIGHT * height);
  const thickest = Math.max(4, THICKEST * height);
  return { horizontal: joinThick(horizontal, thickest), vertical: joinThick(vertical, thickest) };
}

/** 1 where there is ink, in the frame turned by `skew` about the centre. */
function levelled({ data, width, height }: GreyImage, skew: number): Uint8Array {
  const threshold = paperLevel(data) * INK;
  const ink = new Uint8Array(data.length);
  if (skew === 0) {
    for (let i = 0; i < data.length; i++) ink[i] = data[i]! < threshold ? 1 : 0;
    return ink;
  }
  const [sin, cos] = [Math.sin(skew), Math.cos(skew)];
  for (let y = 0, i = 0; y < height; y++) {
    const dy = y - height / 2;
    for (let x = 0; x < width; x++, i++) {
      const dx = x - width / 2;
      const sourceX = Math.round(dx * cos + dy * sin + width / 2);
      const sourceY = Math.round(dy * cos - dx * sin + height / 2);
      if (sourceX < 0 || sourceX >= width || sourceY < 0 || sourceY >= height) continue;
      ink[i] = data[sourceY * width + sourceX]! < threshold ? 1 : 0;
    }
  }
  return ink;
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

function runs({ ink, count, length, step, stride }: Scan, least: number): Ruling[] {
  const found: Ruling[] = [];
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
function joinThick(found: Ruling[], thickest: number): Ruling[] {
  const stacks: (Ruling & { first: number; last: number })[] = [];
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
    .map(({ first, last, from, to }) => ({ at: (first + last) / 2, from, to }));
}

/** The same rulings in a frame that is `factor` times as large. */
export function scaleRulings({ horizontal, vertical }: Rulings, factor: number): Rulings {
  const scale = ({ at, from, to }: Ruling) => ({ at: at * factor, from: from * factor, to: to * factor });
  return { horizontal: horizontal.map(scale), vertical: vertical.map(scale) };
}
