import type { Size } from './frames.ts';
import { fromGrey, toGrey } from './grey.ts';
import type { GreyImage } from './reading.ts';
import type { Rect } from './rect.ts';

type Point = readonly [x: number, y: number];
/** Top left, top right, bottom right, bottom left. */
type Corners = readonly [Point, Point, Point, Point];

/** A sheet of paper in a photo, as it looks from straight above. */
export interface FlatPaper {
  image: GreyImage;
  /** Maps from the flat paper back to the photo. */
  toPhoto: (rect: Rect) => Rect;
}

/** Pixels of the longer side of the copy in which the paper is looked for. */
const LOOKED_AT = 320;
/** Share of the photo that the paper must cover at least, and at most: what fills the photo needs no cutting out. */
const LEAST_PAPER = 0.2;
const MOST_PAPER = 0.97;
/** How closely the sheet must fill the area between its corners. */
const SOLID = 0.95;
/** Brightness from which on something may be paper; shaded paper first, or a shadow's edge would pass for the sheet's. */
const THRESHOLDS = [70, 85, 100, 115, 130, 150, 170, 190];
/** Around the edges of a sheet the brightness drops by this much within so many pixels; that of a shadow is softer. */
const EDGE = { drop: 20, pixels: 4, share: 0.8 };
/** Share of its outline by which the sheet must differ from a rectangle along the edges, to be worth the work. */
const STRAIGHT = 0.01;

/** Finds one bright sheet on something darker, and flattens it; undefined where there is none. */
export async function flattenPaper(photo: GreyImage): Promise<FlatPaper | undefined> {
  const small = await toGrey(
    fromGrey(photo).resize(LOOKED_AT, LOOKED_AT, { fit: 'inside', withoutEnlargement: true }).blur(2),
  );
  const corners = findSheet(small);
  if (!corners) return undefined;
  const scale = photo.width / small.width;
  const inPhoto = corners.map(([x, y]): Point => [x * scale, y * scale]) as unknown as Corners;
  return project(photo, inPhoto);
}

function findSheet(image: GreyImage): Corners | undefined {
  for (const threshold of THRESHOLDS) {
    const sheet = largestBright(image, threshold);
    const share = sheet.length / image.data.length;
    if (share > MOST_PAPER) continue;
    if (share < LEAST_PAPER) return undefined;
    const corners = cornersOf(sheet, image.width);
    const area = polygonArea(corners);
    const isSolid = sheet.length >= SOLID * area && area >= SOLID * sheet.length;
    if (isSolid && hasSharpEdges(image, corners)) return isLevel(corners, image) ? undefined : corners;
  }
  return undefined;
}

function cornersOf(sheet: readonly number[], width: number): Corners {
  const extreme = (score: (x: number, y: number) => number): Point => {
    let best: Point = [0, 0];
    let most = -Infinity;
    for (const i of sheet) {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (score(x, y) > most) [most, best] = [score(x, y), [x, y]];
    }
    return best;
  };
  return [
    extreme((x, y) => -x - y),
    extreme((x, y) => x - y),
    extreme((x, y) => x + y),
    extreme((x, y) => y - x),
  ];
}

/** Whether it is darker right outside of the edges than inside, at most of the places where the photo shows both. */
function hasSharpEdges(image: GreyImage, corners: Corners): boolean {
  const middle: Point = [0, 1].map(
    (axis) => corners.reduce((sum, c) => sum + c[axis]!, 0) / 4,
  ) as unknown as Point;
  let [seen, sharp] = [0, 0];
  for (const [i, from] of corners.entries()) {
    const to = corners[(i + 1) % 4]!;
    for (let step = 1; step < 12; step++) {
      const edge: Point = [
        from[0] + ((to[0] - from[0]) * step) / 12,
        from[1] + ((to[1] - from[1]) * step) / 12,
      ];
      const away = Math.hypot(edge[0] - middle[0], edge[1] - middle[1]);
      const at = (distance: number): Point => [
        edge[0] + ((edge[0] - middle[0]) / away) * distance,
        edge[1] + ((edge[1] - middle[1]) / away) * distance,
      ];
      const [x, y] = at(EDGE.pixels);
      if (x < 0 || y < 0 || x >= image.width || y >= image.height) continue;
      seen++;
      if (sample(image, at(-EDGE.pixels)) - sample(image, [x, y]) >= EDGE.drop) sharp++;
    }
  }
  return seen > 0 && sharp >= EDGE.share * seen;
}

/** Edges along those of the photo: a scan with a dark border, which needs no flattening. */
function isLevel([a, b, c, d]: Corners, { width, height }: Size): boolean {
  const most = STRAIGHT * Math.max(width, height);
  const offsets = [a[1] - b[1], c[1] - d[1], b[0] - c[0], a[0] - d[0]];
  return offsets.every((offset) => Math.abs(offset) <= most);
}

function polygonArea(corners: Corners): number {
  const sum = corners.reduce((total, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % 4]!;
    return total + x * nextY - nextX * y;
  }, 0);
  return Math.abs(sum) / 2;
}

/** Pixels of the largest connected bright area. Letters on it leave holes, which don't part it. */
function largestBright({ data, width }: GreyImage, threshold: number): number[] {
  const seen = new Uint8Array(data.length);
  let largest: number[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || data[start]! <= threshold) continue;
    const area = [start];
    seen[start] = 1;
    for (let next = 0; next < area.length; next++) {
      const i = area[next]!;
      const x = i % width;
      for (const j of [i - width, i + width, x > 0 ? i - 1 : -1, x + 1 < width ? i + 1 : -1]) {
        if (j < 0 || j >= data.length || seen[j] || data[j]! <= threshold) continue;
        seen[j] = 1;
        area.push(j);
      }
    }
    if (area.length > largest.length) largest = area;
  }
  return largest;
}

/** Draws the quadrilateral as a rectangle whose sides are as long as the longer of its opposite sides. */
function project(photo: GreyImage, corners: Corners): FlatPaper {
  const [a, b, c, d] = corners;
  const length = (p: Point, q: Point) => Math.hypot(p[0] - q[0], p[1] - q[1]);
  const width = Math.round(Math.max(length(a, b), length(d, c)));
  const height = Math.round(Math.max(length(a, d), length(b, c)));
  const toPhoto = projection(corners, { width, height });
  const data = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) data[i] = sample(photo, toPhoto([x, y]));
  }
  return {
    image: { data, width, height },
    toPhoto({ left, top, right, bottom }) {
      const points = [
        toPhoto([left, top]),
        toPhoto([right, top]),
        toPhoto([right, bottom]),
        toPhoto([left, bottom]),
      ];
      const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
      return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
    },
  };
}

/** The projective map from a rectangle to a quadrilateral (Heckbert, "Fundamentals of Texture Mapping", 1989). */
function projection([a, b, c, d]: Corners, { width, height }: Size): (point: Point) => Point {
  const [dx1, dx2, sx] = [b[0] - c[0], d[0] - c[0], a[0] - b[0] + c[0] - d[0]];
  const [dy1, dy2, sy] = [b[1] - c[1], d[1] - c[1], a[1] - b[1] + c[1] - d[1]];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  return ([x, y]) => {
    const [u, v] = [x / width, y / height];
    const w = g * u + h * v + 1;
    return [
      ((b[0] - a[0] + g * b[0]) * u + (d[0] - a[0] + h * d[0]) * v + a[0]) / w,
      ((b[1] - a[1] + g * b[1]) * u + (d[1] - a[1] + h * d[1]) * v + a[1]) / w,
    ];
  };
}

/** Brightness between pixels, by the four around. */
function sample({ data, width, height }: GreyImage, [u, v]: Point): number {
  const x = Math.min(width - 2, Math.max(0, Math.floor(u)));
  const y = Math.min(height - 2, Math.max(0, Math.floor(v)));
  const [fx, fy] = [Math.min(1, Math.max(0, u - x)), Math.min(1, Math.max(0, v - y))];
  const i = y * width + x;
  const above = data[i]! * (1 - fx) + data[i + 1]! * fx;
  const below = data[i + width]! * (1 - fx) + data[i + width + 1]! * fx;
  return above * (1 - fy) + below * fy;
}
