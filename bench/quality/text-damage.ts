import sharp from 'sharp';
import { seeded } from '../../scripts/samples/random.ts';

interface Pixels {
  data: Buffer;
  width: number;
  height: number;
}

async function greyPixels(png: Buffer): Promise<Pixels> {
  const grey = sharp(png).greyscale().toColourspace('b-w').raw();
  const { data, info } = await grey.toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function toImage({ data, width, height }: Pixels, dpi: number): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .withMetadata({ density: dpi })
    .jpeg({ quality: 80 })
    .toBuffer();
}

export interface ScanFaults {
  dpi: number;
  /** Degrees clockwise. */
  skew: number;
  /** Standard deviation of the noise, grey levels. */
  noise: number;
  /** Sigma, pixels. */
  blur: number;
  seed: number;
}

/** A page through a bad scanner: askew, soft, grey, noisy, with dust. */
export async function badScan(png: Buffer, { dpi, skew, noise, blur, seed }: ScanFaults): Promise<Buffer> {
  const turned = await sharp(png).rotate(skew, { background: '#fff' }).blur(blur).png().toBuffer();
  const page = await greyPixels(turned);
  const random = seeded(seed);
  for (let i = 0; i < page.data.length; i++) {
    const x = (i % page.width) / page.width;
    const dust = random() < 0.0003 ? -120 : 0;
    const grain = (random() + random() + random() - 1.5) * 2 * noise;
    page.data[i] = clamp(45 + (page.data[i]! / 255) * (190 - 40 * x) + grain + dust);
  }
  return toImage(page, dpi);
}

export type Corner = readonly [x: number, y: number];

export interface Photo {
  /** Pixels of the photo. */
  width: number;
  height: number;
  /** Where the page's corners are, 0..1 of the photo: top left, top right, bottom right, bottom left. */
  corners: readonly [Corner, Corner, Corner, Corner];
  /** Brightness of what lies around the page. */
  table: number;
  seed: number;
}

/** A page photographed at an angle, lit from one side, with the photographer's shadow on it. */
export async function phonePhoto(png: Buffer, photo: Photo): Promise<Buffer> {
  const page = await greyPixels(png);
  const { width, height } = photo;
  const toPage = squareToPage(photo);
  const random = seeded(photo.seed);
  const data = Buffer.alloc(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [u, v] = toPage(x / width, y / height);
      const inside = u >= 0 && v >= 0 && u < 1 && v < 1;
      const ink = inside ? sample(page, u * (page.width - 1), v * (page.height - 1)) : 0;
      const surface = inside ? 50 + ink * 0.72 : photo.table + 12 * Math.sin(y / 17 + Math.sin(x / 140));
      const shadow = 1 - 0.35 / (1 + Math.exp(-(x / width + (0.4 * y) / height - 0.8) * 14));
      const light = (1.05 - (0.3 * y) / height) * shadow;
      data[i] = clamp(surface * light + (random() + random() - 1) * 9);
    }
  }
  const blurred = await sharp(data, { raw: { width, height, channels: 1 } })
    .blur(0.6)
    .png()
    .toBuffer();
  return sharp(blurred).withMetadata({ density: 72 }).jpeg({ quality: 82 }).toBuffer();
}

/**
 * The projective map from the photo to the page, both 0..1 (Heckbert, "Fundamentals of Texture Mapping", 1989): the map
 * from the square to the quadrilateral, inverted by its adjugate.
 */
function squareToPage({ corners }: Photo): (x: number, y: number) => Corner {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners;
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  const [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0];
  const [d, e, f] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
  return (x, y) => {
    const w = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d);
    const u = (e - f * h) * x + (c * h - b) * y + (b * f - c * e);
    const v = (f * g - d) * x + (a - c * g) * y + (c * d - a * f);
    return [u / w, v / w];
  };
}

function sample({ data, width }: Pixels, u: number, v: number): number {
  const [x, y] = [Math.floor(u), Math.floor(v)];
  const [fx, fy] = [u - x, v - y];
  const at = (dx: number, dy: number) => data[(y + dy) * width + x + dx] ?? 255;
  return (at(0, 0) * (1 - fx) + at(1, 0) * fx) * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy;
}

const clamp = (value: number) => Math.max(0, Math.min(255, Math.round(value)));
