import type { Box } from '@filemill/core';

/** Something found in a picture, and how sure the detector is. */
export interface Found {
  box: Box;
  confidence: number;
}

/** Area of the overlap ÷ area of both together: 1 for equal boxes, 0 for boxes that don't touch. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const overlap = width * height;
  return overlap / (a[2] * a[3] + b[2] * b[3] - overlap);
}

/** Non-maximum suppression: of things whose boxes overlap by more than `threshold` only the surest stays. Surest first. */
export function suppressOverlaps<T extends Found>(found: readonly T[], threshold: number): T[] {
  const kept: T[] = [];
  for (const candidate of found.toSorted((a, b) => b.confidence - a.confidence)) {
    if (kept.every((other) => intersectionOverUnion(candidate.box, other.box) <= threshold))
      kept.push(candidate);
  }
  return kept;
}

/** The part of a box that is inside its picture (or `[x, y, 0, 0]` when none is). */
export function clipBox([left, top, width, height]: Box): Box {
  const x = clip(left);
  const y = clip(top);
  return [x, y, clip(left + width) - x, clip(top + height) - y];
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
