import sharp, { type Sharp } from 'sharp';
import type { Rotation } from './frames.ts';
import type { GreyImage } from './reading.ts';

/** One byte a pixel. sharp keeps three channels through `greyscale()` unless the colour space is named. */
export async function toGrey(picture: Sharp): Promise<GreyImage> {
  const { data, info } = await picture
    .greyscale()
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

export function fromGrey({ data, width, height }: GreyImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: false });
}

export function turn(image: GreyImage, rotation: Rotation): Promise<GreyImage> {
  return toGrey(fromGrey(image).rotate(rotation));
}

/** Pixels of the longer side, below which a picture is enlarged: its letters are small. */
const SMALL = 700;
/** Pixels in all, above which a picture is reduced: it is more than paper at 300 dots an inch has to show. */
const LARGE = 12e6;

/** The picture in a size at which its letters can be read best. */
export async function toReadableSize(image: GreyImage): Promise<GreyImage> {
  const { width, height } = image;
  const shrunk = Math.sqrt(LARGE / (width * height));
  const factor = Math.max(width, height) < SMALL ? 2 : Math.min(1, shrunk);
  return factor === 1 ? image : toGrey(fromGrey(image).resize(Math.round(width * factor)));
}

/** Side of the squares in which the brightness of the paper is measured, pixels. */
const TILE = 16;
/** Brightness that paper is brought to: a little below white, so that faint strokes are not cut off. */
const PAPER = 235;
/** Paper is never taken for darker than this, or dark pictures would turn into noise. */
const DARKEST_PAPER = 30;

/** Makes shadows and uneven light even, by dividing by the local brightness of the paper. */
export async function evenLight(image: GreyImage): Promise<GreyImage> {
  const { data: paper } = await toGrey(
    fromGrey(measurePaper(image))
      .median(5)
      .blur(2)
      .resize(image.width, image.height, { kernel: 'cubic', fit: 'fill' }),
  );
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.min(255, (image.data[i]! * PAPER) / Math.max(DARKEST_PAPER, paper[i]!));
  }
  return { ...image, data };
}

/** Also takes out speckles: it helps bad scans, and harms clean pages of low resolution. Only for a second try. */
export async function evenOut(image: GreyImage): Promise<GreyImage> {
  return toGrey(fromGrey(await evenLight(image)).median(3));
}

/** Grey levels between the darkest and the brightest tenth of the paper, from which on light counts as uneven. */
const UNEVEN = 55;

/** Whether parts of the page are in shadow. */
export async function isUneven(image: GreyImage): Promise<boolean> {
  const small = fromGrey(image).resize(640, 640, { fit: 'inside', withoutEnlargement: true });
  const paper = measurePaper(await toGrey(small)).data.toSorted();
  const at = (share: number) => paper[Math.floor(share * (paper.length - 1))]!;
  return at(0.9) - at(0.1) >= UNEVEN;
}

/** For each tile the brightness that a fifth of its pixels reach: paper, even where text is dense. */
function measurePaper({ data, width, height }: GreyImage): GreyImage {
  const columns = Math.max(1, Math.ceil(width / TILE));
  const rows = Math.max(1, Math.ceil(height / TILE));
  const paper = new Uint8Array(columns * rows);
  const histogram = new Uint16Array(256);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      histogram.fill(0);
      let count = 0;
      const bottom = Math.min(height, (row + 1) * TILE);
      const right = Math.min(width, (column + 1) * TILE);
      for (let y = row * TILE; y < bottom; y++) {
        for (let x = column * TILE; x < right; x++, count++) histogram[data[y * width + x]!]!++;
      }
      let brightness = 255;
      for (let above = histogram[255]!; above < count / 5; above += histogram[brightness]!) brightness--;
      paper[row * columns + column] = brightness;
    }
  }
  return { data: paper, width: columns, height: rows };
}

/** Grey levels: a picture whose levels differ less has nothing written on it. */
const LEAST_CONTRAST = 24;

/** Whether there is nothing to be read: all but a few stray pixels are of much the same grey. */
export function isBlank({ data }: GreyImage): boolean {
  const histogram = new Uint32Array(256);
  const step = 7; // a sample tells as much, and no row or column of dots can hide between its pixels
  for (let i = 0; i < data.length; i += step) histogram[data[i]!]!++;
  const stray = (data.length / step) * 0.0002;
  let [dark, bright] = [0, 255];
  for (let count = histogram[0]!; count <= stray && dark < 255; count += histogram[dark]!) dark++;
  for (let count = histogram[255]!; count <= stray && bright > 0; count += histogram[bright]!) bright--;
  return bright - dark < LEAST_CONTRAST;
}
