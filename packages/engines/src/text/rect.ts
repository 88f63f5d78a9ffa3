import type { Box } from '@filemill/core';

/** A rectangle in pixels (or points) of some frame, y downwards. */
export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const widthOf = (rect: Rect) => rect.right - rect.left;
export const heightOf = (rect: Rect) => rect.bottom - rect.top;
export const areaOf = (rect: Rect) => Math.max(0, widthOf(rect)) * Math.max(0, heightOf(rect));
export const centreX = (rect: Rect) => (rect.left + rect.right) / 2;
export const centreY = (rect: Rect) => (rect.top + rect.bottom) / 2;

/** The smallest rectangle around all of them; there must be at least one. */
export function union(rects: Iterable<Rect>): Rect {
  const all: Rect = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const rect of rects) {
    all.left = Math.min(all.left, rect.left);
    all.top = Math.min(all.top, rect.top);
    all.right = Math.max(all.right, rect.right);
    all.bottom = Math.max(all.bottom, rect.bottom);
  }
  return all;
}

/** Length that the two share along x (negative: the gap between them). */
export const overlapX = (a: Rect, b: Rect) => Math.min(a.right, b.right) - Math.max(a.left, b.left);
export const overlapY = (a: Rect, b: Rect) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);

export function intersectionArea(a: Rect, b: Rect): number {
  return Math.max(0, overlapX(a, b)) * Math.max(0, overlapY(a, b));
}

export function contains(rect: Rect, x: number, y: number): boolean {
  return x >= rect.left && x < rect.right && y >= rect.top && y < rect.bottom;
}

export function boxToRect([left, top, width, height]: Box, frame: { width: number; height: number }): Rect {
  return {
    left: left * frame.width,
    top: top * frame.height,
    right: (left + width) * frame.width,
    bottom: (top + height) * frame.height,
  };
}

/** Cut to the frame, and rounded to what a screen can show: it halves the size of results. */
export function rectToBox(rect: Rect, frame: { width: number; height: number }): Box {
  const left = clamp(rect.left / frame.width);
  const top = clamp(rect.top / frame.height);
  return [
    round(left),
    round(top),
    round(clamp(rect.right / frame.width) - left),
    round(clamp(rect.bottom / frame.height) - top),
  ];
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
const round = (value: number) => Math.round(value * 1e5) / 1e5;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
