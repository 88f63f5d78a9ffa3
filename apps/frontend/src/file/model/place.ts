import type { Box } from '@filemill/rpc/client';

/** A place in a file, as a link names it. */
export type LinkedPlace = { page: number; box?: Box } | { time: number };

const round = (n: number, digits: number): string => String(Number(n.toFixed(digits)));

/** `#page=3&box=0.1,0.2,0.3,0.04` or `#t=81.4`. */
export function formatPlace(place: LinkedPlace): string {
  if ('time' in place) return `t=${round(place.time, 1)}`;
  const page = `page=${place.page}`;
  return place.box ? `${page}&box=${place.box.map((n) => round(n, 4)).join(',')}` : page;
}

/** Undefined for anything that does not name a place. */
export function parsePlace(hash: string): LinkedPlace | undefined {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const time = toNumber(params.get('t'));
  if (time !== undefined) return { time };
  const page = toNumber(params.get('page'));
  if (page === undefined || page < 1 || !Number.isInteger(page)) return undefined;
  const box = toBox(params.get('box'));
  return box ? { page, box } : { page };
}

function toNumber(text: string | null): number | undefined {
  return text !== null && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function toBox(text: string | null): Box | undefined {
  const [x, y, w, h, ...more] = (text ?? '').split(',').map((part) => toNumber(part));
  if (x === undefined || y === undefined || w === undefined || h === undefined || more.length > 0)
    return undefined;
  return [x, y, w, h].every((n) => n <= 1) ? [x, y, w, h] : undefined;
}
