import type { GreyImage, ReadWord } from './reading.ts';
import { centreX, centreY, contains, heightOf, median, widthOf, type Rect } from './rect.ts';

/** Grey levels: ink is darker. */
const INK = 160;
/** Of the height of ordinary words: sizes of ink that may be a letter, and how far from it its dots and tails may be. */
const LETTER = { least: 0.45, most: 2.5, widest: 6, around: 0.4 };
/** Pieces: more than so many are texture or noise. */
const MOST_LETTERS = 1500;

/**
 * The letters of a picture that are in none of the words that were read, alone on white; undefined where there are
 * none. A letter is a piece of ink about as high as the words are.
 */
export function unreadLetters(image: GreyImage, words: readonly ReadWord[]): GreyImage | undefined {
  const height = median(words.map((word) => heightOf(word.rect)));
  const isWithinWord = (piece: Rect) =>
    words.some(({ rect }) => contains(rect, centreX(piece), centreY(piece)));
  const letters = inkPieces(image)
    .filter((piece) => {
      const fits = heightOf(piece) >= LETTER.least * height && heightOf(piece) <= LETTER.most * height;
      return fits && widthOf(piece) <= LETTER.widest * height && widthOf(piece) * 8 >= heightOf(piece);
    })
    .filter((piece) => !isWithinWord(piece));
  if (letters.length === 0 || letters.length > MOST_LETTERS) return undefined;
  return copyOf(image, letters, Math.round(LETTER.around * height));
}

/** White, with the parts of the image around these pieces. */
function copyOf({ data, width, height }: GreyImage, pieces: readonly Rect[], around: number): GreyImage {
  const copy = new Uint8Array(data.length).fill(255);
  for (const piece of pieces) {
    const left = Math.max(0, piece.left - around);
    const right = Math.min(width, piece.right + around);
    const bottom = Math.min(height, piece.bottom + around);
    for (let y = Math.max(0, piece.top - around); y < bottom; y++) {
      copy.set(data.subarray(y * width + left, y * width + right), y * width + left);
    }
  }
  return { data: copy, width, height };
}

/** Boxes of connected ink, by joining the runs of each row to those that they touch in the row above. */
function inkPieces({ data, width, height }: GreyImage): Rect[] {
  const pieces: (Rect & { joined?: number })[] = [];
  const rootOf = (i: number): number => {
    let root = i;
    while (pieces[root]!.joined !== undefined) root = pieces[root]!.joined!;
    return root;
  };
  let above: { from: number; to: number; piece: number }[] = [];
  for (let y = 0; y < height; y++) {
    const runs: typeof above = [];
    for (let x = 0; x < width; x++) {
      if (data[y * width + x]! >= INK) continue;
      const from = x;
      while (x < width && data[y * width + x]! < INK) x++;
      let piece = -1;
      for (const run of above) {
        if (run.to < from || run.from > x) continue;
        const root = rootOf(run.piece);
        if (piece < 0) piece = root;
        else if (root !== piece) {
          pieces[root]!.joined = piece;
          widen(pieces[piece]!, pieces[root]!);
        }
      }
      if (piece < 0) piece = pieces.push({ left: from, top: y, right: x, bottom: y + 1 }) - 1;
      else widen(pieces[piece]!, { left: from, top: y, right: x, bottom: y + 1 });
      runs.push({ from, to: x, piece });
    }
    above = runs;
  }
  return pieces.filter((piece) => piece.joined === undefined);
}

function widen(rect: Rect, by: Rect): void {
  rect.left = Math.min(rect.left, by.left);
  rect.top = Math.min(rect.top, by.top);
  rect.right = Math.max(rect.right, by.right);
  rect.bottom = Math.max(rect.bottom, by.bottom);
}
