/** Size of a page at 100 %, in CSS pixels. */
export interface PageSize {
  width: number;
  height: number;
}

export type Zoom = 'width' | 'page' | number;

export interface Viewport {
  width: number;
  height: number;
}

export interface PageLayout {
  scale: number;
  /** Where each page begins, from the top of the scrolled area. */
  tops: number[];
  width: number;
  height: number;
}

/** Around and between pages, in CSS pixels. */
export const PAGE_GAP = 16;

const MIN_SCALE = 0.05;
const MAX_SCALE = 8;

/** Lays pages out below one another. Fits are to the largest page, so that the scale is the same for all. */
export function layoutPages(pages: PageSize[], zoom: Zoom, viewport: Viewport): PageLayout {
  const widest = Math.max(1, ...pages.map((page) => page.width));
  const tallest = Math.max(1, ...pages.map((page) => page.height));
  const fitWidth = (viewport.width - 2 * PAGE_GAP) / widest;
  const fitHeight = (viewport.height - 2 * PAGE_GAP) / tallest;
  const wanted = zoom === 'width' ? fitWidth : zoom === 'page' ? Math.min(fitWidth, fitHeight) : zoom;
  const scale = clampScale(wanted);
  const tops: number[] = [];
  const total = pages.reduce((sum, page) => sum + page.height * scale + PAGE_GAP, PAGE_GAP);
  // What is shorter than the view stands in its middle.
  let y = PAGE_GAP + Math.max(0, (viewport.height - total) / 2);
  for (const page of pages) {
    tops.push(y);
    y += page.height * scale + PAGE_GAP;
  }
  return { scale, tops, width: widest * scale + 2 * PAGE_GAP, height: Math.max(y, viewport.height) };
}

export const clampScale = (scale: number): number => Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));

/** Index of the page at a height: the last one that begins above it. */
export function pageAt(tops: number[], y: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (tops[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where to scroll so that what was under a point of the viewport stays under it after a change of scale. */
export function keepPoint(
  before: PageLayout,
  after: PageLayout,
  scroll: { left: number; top: number },
  point: { x: number; y: number },
): { left: number; top: number } {
  const y = scroll.top + point.y;
  const page = pageAt(before.tops, y);
  const ratio = after.scale / before.scale;
  return {
    left: (scroll.left + point.x) * (after.width / before.width) - point.x,
    top: after.tops[page]! + (y - before.tops[page]!) * ratio - point.y,
  };
}
