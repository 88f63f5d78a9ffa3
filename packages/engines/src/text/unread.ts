import type { GreyImage, ReadWord } from './reading.ts';
import { heightOf, median, type Rect } from './rect.ts';

/** Ink is darker than this share of the paper around it. */
const INK = 0.7;
/** Pixels by which words are widened: letters have soft edges and tails. */
const MARGIN = 4;
/** Of the height of ordinary words: sizes of ink that may be a letter. */
const LETTER = { least: 0.45, most: 2.5, widest: 6 };

/** The picture with paper painted over the words that were read. */
export function withoutWords(image: GreyImage, words: readonly ReadWord[]): GreyImage {
  const { width, height } = image;
  const data = image.data.slice();
  for (const { rect } of words) {
    const left = Math.max(0, Math.floor(rect.left) - MARGIN);
    const right = Math.min(width, Math.ceil(rect.right) + MARGIN);
    const bottom = Math.min(height, Math.ceil(rect.bottom) + MARGIN);
    for (let y = Math.max(0, Math.floor(rect.top) - MARGIN); y < bottom; y++) {
      data.fill(255, y * width + left, y * width + right);
    }
  }
  return { ...image, data };
}

/** How many pieces of ink there are in the picture that may be letters, as high as those of the words. */
export function countLetters(image: GreyImage, words: readonly ReadWord[]): number {
  const height = median(words.map((word) => heightOf(word.rect)));
  return inkPieces(image).filter((piece) => {
    const [pieceWidth, pieceHeight] = [piece.right - piece.left, heightOf(piece)];
    const fits = pieceHeight >= LETTER.least * height && pieceHeight <= LETTER.most * height;
    return fits && pieceWidth <= LETTER.widest * height && pieceWidth * 8 >= pieceHeight;
  }).length;
}

/** Boxes of connected ink, by joining the runs of each row to those that they touch in the row above. */
function inkPieces({ data, width, height }: GreyImage): Rect[] {
  const threshold = 255 * INK * 0.9;
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
      if (data[y * width + x]! >= threshold) continue;
      const from = x;
      while (x < width && data[y * width + x]! < threshold) x++;
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
