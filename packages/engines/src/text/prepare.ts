import { opposite, turnedSize, turnRect, type Rotation, type Size } from './frames.ts';
import { gridsOf } from './grids.ts';
import { evenLight, fromGrey, isUneven, toGrey, turn } from './grey.ts';
import { flattenPaper } from './paper.ts';
import type { GreyImage } from './reading.ts';
import type { Rect } from './rect.ts';
import { eraseRulings, findRulings, type Rulings } from './rulings.ts';
import { measureSkew } from './skew.ts';

/** A picture made ready to be read: paper flattened, light even, lines level, rulings taken out. */
export interface Prepared {
  image: GreyImage;
  rulings: Rulings;
  /** Size of the picture as it was given, and the way back to it from `image`. */
  size: Size;
  toPicture: (rect: Rect) => Rect;
}

/** How far rulings may end from each other and still make a grid: a share of the image's height. */
const MEETING = 0.004;
/** Rulings that belong to no grid are taken out from these shares of the width and height on: shorter ones may be letters. */
const LONG = { horizontal: 0.15, vertical: 0.05 };

export async function prepare(picture: GreyImage): Promise<Prepared> {
  const flat = await flattenPaper(picture);
  const toPicture = flat?.toPhoto ?? ((rect) => rect);
  const paper = flat?.image ?? picture;
  const level = await straighten((await isUneven(paper)) ? await evenLight(paper) : paper);
  const rulings = findRulings(level.image);
  return {
    image: withoutRulings(level.image, rulings),
    rulings,
    size: { width: picture.width, height: picture.height },
    toPicture: (rect) => toPicture(level.unturn(rect)),
  };
}

/** The same, as if the picture had been turned before: for a page that was read although it lies on its side. */
export async function turnPrepared(prepared: Prepared, rotation: Rotation): Promise<Prepared> {
  const { image, rulings, size, toPicture } = prepared;
  const back = turnRect(opposite(rotation), turnedSize(image, rotation));
  const forth = turnRect(rotation, size);
  return {
    image: await turn(image, rotation),
    rulings: turnRulings(rulings, rotation, image),
    size: turnedSize(size, rotation),
    toPicture: (rect) => forth(toPicture(back(rect))),
  };
}

async function straighten(image: GreyImage): Promise<{ image: GreyImage; unturn: (rect: Rect) => Rect }> {
  const degrees = await measureSkew(image);
  if (degrees === 0) return { image, unturn: (rect) => rect };
  const level = await toGrey(fromGrey(image).rotate(-degrees, { background: '#fff' }));
  return { image: level, unturn: turnBack(degrees, level, image) };
}

/**
 * Maps back from an image that was turned by `-degrees` about its centre, and grew by it. The centre of a rectangle is
 * turned and its size kept: at a few degrees that fits a word better than the box around its turned corners.
 */
function turnBack(degrees: number, from: Size, to: Size): (rect: Rect) => Rect {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return ({ left, top, right, bottom }) => {
    const [x, y] = [(left + right - from.width) / 2, (top + bottom - from.height) / 2];
    const dx = x * cos - y * sin + to.width / 2 - (left + right) / 2;
    const dy = x * sin + y * cos + to.height / 2 - (top + bottom) / 2;
    return { left: left + dx, top: top + dy, right: right + dx, bottom: bottom + dy };
  };
}

function withoutRulings(image: GreyImage, rulings: Rulings): GreyImage {
  const grids = gridsOf(rulings, MEETING * image.height);
  const long = {
    horizontal: rulings.horizontal.filter(({ from, to }) => to - from >= LONG.horizontal * image.width),
    vertical: rulings.vertical.filter(({ from, to }) => to - from >= LONG.vertical * image.height),
  };
  const horizontal = [...new Set([...long.horizontal, ...grids.flatMap((grid) => grid.horizontal)])];
  const vertical = [...new Set([...long.vertical, ...grids.flatMap((grid) => grid.vertical)])];
  if (horizontal.length + vertical.length === 0) return image;
  return eraseRulings(image, { horizontal, vertical });
}

function turnRulings({ horizontal, vertical }: Rulings, rotation: Rotation, size: Size): Rulings {
  const toTurned = turnRect(rotation, size);
  const turned = (rect: Rect, thickness: number, isHorizontal: boolean) => {
    const { left, top, right, bottom } = toTurned(rect);
    return isHorizontal
      ? { at: (top + bottom) / 2, from: left, to: right, thickness }
      : { at: (left + right) / 2, from: top, to: bottom, thickness };
  };
  const sideways = rotation % 180 !== 0;
  const h = horizontal.map(({ at, from, to, thickness }) =>
    turned({ left: from, right: to, top: at, bottom: at }, thickness, !sideways),
  );
  const v = vertical.map(({ at, from, to, thickness }) =>
    turned({ left: at, right: at, top: from, bottom: to }, thickness, sideways),
  );
  return sideways ? { horizontal: v, vertical: h } : { horizontal: h, vertical: v };
}
