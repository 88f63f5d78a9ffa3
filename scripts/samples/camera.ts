import sharp from 'sharp';
import { seeded } from './random.ts';

/** The page as an old scanner gives it: a little askew, soft, unevenly lit, with noise and specks of dust. */
export async function badScan(page: Buffer, degrees: number): Promise<Buffer> {
  const { data, info } = await sharp(page)
    .rotate(degrees, { background: '#fff' })
    .blur(0.9)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const random = seeded(7);
  for (let i = 0, pixel = 0; i < data.length; i += info.channels, pixel++) {
    const x = (pixel % info.width) / info.width;
    const paper = 238 - 50 * x; // darker towards the hinge of the lid
    const dust = random() < 0.0004 ? -110 : 0;
    const noise = (random() + random() + random() - 1.5) * 34;
    data[i] = clamp(((data[i] ?? 0) / 255) * (paper - 40) + 40 + noise + dust);
    for (let c = 1; c < info.channels; c++) data[i + c] = data[i] ?? 0;
  }
  return sharp(data, { raw: info })
    .greyscale()
    .withMetadata({ density: 200 })
    .jpeg({ quality: 62 })
    .toBuffer();
}

type Corner = [x: number, y: number];
/** Where the page's corners are in the photo: top left, top right, bottom right, bottom left. */
export type Corners = [Corner, Corner, Corner, Corner];

/**
 * A photo of the page lying on a wooden table, seen at an angle, lit from one side. Stored as telephones do: pixels
 * lie on their side and EXIF orientation 6 says how to turn them.
 */
export async function phonePhoto(page: Buffer, size: Corner, corners: Corners): Promise<Buffer> {
  const { data: from, info } = await sharp(page).greyscale().raw().toBuffer({ resolveWithObject: true });
  const [width, height] = size;
  const toPage = homography(corners, info.width, info.height);
  const out = Buffer.alloc(width * height * 3);
  const random = seeded(11);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const light = 1.08 - 0.5 * (x / width) ** 1.5 - 0.18 * (y / height);
      const noise = (random() - 0.5) * 14;
      const [u, v] = toPage(x, y);
      const inside = u >= 0 && v >= 0 && u < info.width - 1 && v < info.height - 1;
      const color = inside ? paper(bilinear(from, info.width, u, v)) : wood(x, y);
      for (let c = 0; c < 3; c++) out[(y * width + x) * 3 + c] = clamp((color[c] ?? 0) * light + noise);
    }
  }
  const upright = sharp(out, { raw: { width, height, channels: 3 } }).blur(0.7);
  const lying = await upright.rotate(-90).png().toBuffer();
  return sharp(lying).withMetadata({ orientation: 6 }).jpeg({ quality: 80 }).toBuffer();
}

function paper(ink: number): number[] {
  return [236, 230, 216].map((white) => 30 + (ink / 255) * (white - 30));
}

function wood(x: number, y: number): number[] {
  const grain = 14 * Math.sin(y / 23 + 3 * Math.sin(x / 310)) + 7 * Math.sin(y / 5.3 + Math.sin(x / 90));
  return [122 + grain, 84 + grain, 52 + grain];
}

function bilinear(grey: Buffer, width: number, u: number, v: number): number {
  const [x, y] = [Math.floor(u), Math.floor(v)];
  const at = (dx: number, dy: number) => grey[(y + dy) * width + x + dx] ?? 255;
  const [fx, fy] = [u - x, v - y];
  return (at(0, 0) * (1 - fx) + at(1, 0) * fx) * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy;
}

/** The projective map from a point of the photo to the point of the page that is seen there. */
function homography(corners: Corners, width: number, height: number) {
  const page: Corners = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  const rows = corners.flatMap(([x, y], i) => {
    const [u, v] = page[i] ?? [0, 0];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  const h = solve(rows);
  const k = (i: number) => h[i] ?? 0;
  return (x: number, y: number): Corner => {
    const w = k(6) * x + k(7) * y + 1;
    return [(k(0) * x + k(1) * y + k(2)) / w, (k(3) * x + k(4) * y + k(5)) / w];
  };
}

/** Gauss–Jordan elimination with pivoting; each row ends with its right-hand side. */
function solve(rows: number[][]): number[] {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    const rest = rows.slice(column);
    const best = rest.reduce((a, b) => (Math.abs(b[column] ?? 0) > Math.abs(a[column] ?? 0) ? b : a));
    rows.splice(rows.indexOf(best), 1);
    rows.splice(column, 0, best);
    const pivot = best[column] ?? 1;
    for (let i = 0; i <= n; i++) best[i] = (best[i] ?? 0) / pivot;
    for (const row of rows) {
      if (row === best) continue;
      const factor = row[column] ?? 0;
      for (let i = 0; i <= n; i++) row[i] = (row[i] ?? 0) - factor * (best[i] ?? 0);
    }
  }
  return rows.map((row) => row[n] ?? 0);
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
