/** `[left, top, width, height]`, each 0..1 of the upright page, picture or frame. */
export type Box = [number, number, number, number];

export type Rotation = 0 | 90 | 180 | 270;

/** A box of a picture, in the frame of the picture turned clockwise by `rotation`. */
export function rotateBox([x, y, w, h]: Box, rotation: Rotation): Box {
  if (rotation === 90) return [1 - y - h, x, h, w];
  if (rotation === 180) return [1 - x - w, 1 - y - h, w, h];
  if (rotation === 270) return [y, 1 - x - w, h, w];
  return [x, y, w, h];
}

export function containsPoint([x, y, w, h]: Box, px: number, py: number): boolean {
  return px >= x && px <= x + w && py >= y && py <= y + h;
}

/** The smallest box around all; undefined for none. */
export function unionBox(boxes: Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , w]) => x + w));
  const bottom = Math.max(...boxes.map(([, y, , h]) => y + h));
  return [left, top, right - left, bottom - top];
}

/** The box between two corners, in any order. */
export function boxBetween(ax: number, ay: number, bx: number, by: number): Box {
  return [Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay)];
}

/** Items whose centre lies in the box, in their given order. */
export function insideBox<Item extends { box: Box }>(items: Item[], area: Box): Item[] {
  return items.filter(({ box: [x, y, w, h] }) => containsPoint(area, x + w / 2, y + h / 2));
}

/** The smallest item under a point: a word wins over its line, a cell over its table. */
export function itemAt<Item extends { box: Box }>(items: Item[], px: number, py: number): Item | undefined {
  let best: Item | undefined;
  for (const item of items) {
    if (!containsPoint(item.box, px, py)) continue;
    if (!best || area(item.box) < area(best.box)) best = item;
  }
  return best;
}

const area = ([, , w, h]: Box): number => w * h;
