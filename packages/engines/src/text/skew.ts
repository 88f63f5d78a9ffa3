import type { GreyImage } from './reading.ts';
import { fromGrey, toGrey } from './grey.ts';

/** Pixels of the longer side of the copy on which the skew is measured. */
const MEASURED = 1000;
/** Degrees: how far a page is expected to be askew, and the steps in which that is searched. */
const WIDEST = 8;
const COARSE = 0.5;
const FINE = 0.1;
/** Degrees: below this, turning the image costs more sharpness than it gains. */
const LEAST = 0.25;
/** How much sharper the lines must be at an angle than at none for it to be believed. */
const CLEARLY_SHARPER = 1.06;

/**
 * Degrees by which the lines of text run downwards to the right (or, on a page that lies on its side, to the left):
 * the angle at which the edges under letters gather in the fewest rows. 0 where it is too small to matter.
 */
export async function measureSkew(image: GreyImage): Promise<number> {
  const small = await toGrey(
    fromGrey(image).resize(MEASURED, MEASURED, { fit: 'inside', withoutEnlargement: true }),
  );
  const rows = sharpest(edges(small, small.width), small.height);
  const columns = sharpest(edges(small, 1), small.width);
  const best = rows.focus >= columns.focus ? rows.degrees : -columns.degrees;
  return Math.abs(best) < LEAST ? 0 : best;
}

/** Where it gets much brighter from one pixel to the one `step` further: the lower (or right) edges of ink. */
function edges({ data, width }: GreyImage, step: number): { along: Int16Array; across: Int16Array } {
  const along: number[] = [];
  const across: number[] = [];
  const contrast = 40;
  for (let i = 0; i + step < data.length; i++) {
    if (data[i + step]! - data[i]! < contrast) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    along.push(step === 1 ? y : x);
    across.push(step === 1 ? x : y);
  }
  return { along: Int16Array.from(along), across: Int16Array.from(across) };
}

function sharpest(
  { along, across }: { along: Int16Array; across: Int16Array },
  size: number,
): { degrees: number; focus: number } {
  const padding = size; // room for rows that leave the picture when it is turned
  const rows = new Uint32Array(size + 2 * padding);
  const sharpness = (degrees: number) => {
    const slope = Math.tan((degrees * Math.PI) / 180);
    rows.fill(0);
    for (let i = 0; i < along.length; i++) rows[Math.round(across[i]! - along[i]! * slope) + padding]!++;
    let sum = 0;
    for (const count of rows) sum += count * count;
    return sum;
  };
  const level = sharpness(0);
  const search = (from: number, to: number, step: number) => {
    let best = { degrees: 0, sharpness: level };
    for (let degrees = from; degrees <= to + step / 2; degrees += step) {
      const found = sharpness(degrees);
      if (found > best.sharpness) best = { degrees, sharpness: found };
    }
    return best;
  };
  const coarse = search(-WIDEST, WIDEST, COARSE);
  const fine = search(coarse.degrees - COARSE, coarse.degrees + COARSE, FINE);
  const gain = level > 0 ? fine.sharpness / level : 1;
  // Measured against an even spread over all rows, so that rows and columns can be compared.
  const focus = (fine.sharpness * size) / Math.max(1, along.length) ** 2;
  return { degrees: gain >= CLEARLY_SHARPER ? fine.degrees : 0, focus };
}
