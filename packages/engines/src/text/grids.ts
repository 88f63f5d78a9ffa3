import type { Rect } from './rect.ts';
import type { Ruling, Rulings } from './rulings.ts';

/** Rulings that cross each other. Cells lie between neighbouring `xs` and `ys`. */
export interface Grid {
  /** Ascending. */
  xs: number[];
  ys: number[];
  horizontal: Ruling[];
  vertical: Ruling[];
}

/** A cell of a grid, which may reach over several rows and columns. */
export interface GridCell {
  row: number;
  column: number;
  rowSpan: number;
  columnSpan: number;
  rect: Rect;
}

/** Share of a cell's side that a ruling must cover to close it. */
const CLOSED = 0.6;

/** Groups rulings that cross. `tolerance` in pixels: how far from each other two may end and still meet. */
export function gridsOf({ horizontal, vertical }: Rulings, tolerance: number): Grid[] {
  const groups = new Groups(horizontal.length + vertical.length);
  for (const [i, h] of horizontal.entries()) {
    for (const [j, v] of vertical.entries()) {
      if (meet(h, v, tolerance)) groups.join(i, horizontal.length + j);
    }
  }
  const grids: Grid[] = [];
  for (const members of groups.all()) {
    const h = members.filter((i) => i < horizontal.length).map((i) => horizontal[i]!);
    const v = members.filter((i) => i >= horizontal.length).map((i) => vertical[i - horizontal.length]!);
    const grid = { ys: positions(h, tolerance), xs: positions(v, tolerance), horizontal: h, vertical: v };
    if (grid.xs.length >= 2 && grid.ys.length >= 2) grids.push(grid);
  }
  return grids;
}

function meet(h: Ruling, v: Ruling, tolerance: number): boolean {
  return (
    v.at >= h.from - tolerance &&
    v.at <= h.to + tolerance &&
    h.at >= v.from - tolerance &&
    h.at <= v.to + tolerance
  );
}

/** Where the rulings lie, those at nearly the same place taken together. */
function positions(rulings: Ruling[], tolerance: number): number[] {
  const places: number[][] = [];
  for (const { at } of rulings.toSorted((a, b) => a.at - b.at)) {
    const place = places.at(-1);
    if (place && at - place.at(-1)! <= tolerance) place.push(at);
    else places.push([at]);
  }
  return places.map((place) => place.reduce((sum, at) => sum + at, 0) / place.length);
}

/** The cells of a grid: neighbours without a ruling between them are one. */
export function cellsOf(grid: Grid, tolerance: number): GridCell[] {
  const { xs, ys } = grid;
  const taken = new Set<string>();
  const cells: GridCell[] = [];
  const isClosed = (rulings: Ruling[], at: number, from: number, to: number) =>
    coverage(
      rulings.filter((ruling) => Math.abs(ruling.at - at) <= tolerance),
      from,
      to,
    ) >= CLOSED;
  for (let row = 0; row + 1 < ys.length; row++) {
    for (let column = 0; column + 1 < xs.length; column++) {
      if (taken.has(`${row},${column}`)) continue;
      let right = column + 1;
      while (right + 1 < xs.length && !isClosed(grid.vertical, xs[right]!, ys[row]!, ys[row + 1]!)) right++;
      let bottom = row + 1;
      while (bottom + 1 < ys.length && !isClosed(grid.horizontal, ys[bottom]!, xs[column]!, xs[right]!))
        bottom++;
      for (let r = row; r < bottom; r++) for (let c = column; c < right; c++) taken.add(`${r},${c}`);
      const rect = { left: xs[column]!, top: ys[row]!, right: xs[right]!, bottom: ys[bottom]! };
      cells.push({ row, column, rowSpan: bottom - row, columnSpan: right - column, rect });
    }
  }
  return cells;
}

/** Share of `from` … `to` that the rulings cover. */
function coverage(rulings: Ruling[], from: number, to: number): number {
  const covered = rulings.reduce(
    (sum, ruling) => sum + Math.max(0, Math.min(ruling.to, to) - Math.max(ruling.from, from)),
    0,
  );
  return covered / (to - from);
}

/** Union-find over numbers. */
class Groups {
  readonly #parent: number[];

  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, i) => i);
  }

  join(a: number, b: number): void {
    this.#parent[this.#root(a)] = this.#root(b);
  }

  all(): number[][] {
    const byRoot = Map.groupBy(this.#parent.keys(), (i) => this.#root(i));
    return [...byRoot.values()];
  }

  #root(i: number): number {
    let root = i;
    while (this.#parent[root] !== root) root = this.#parent[root]!;
    this.#parent[i] = root;
    return root;
  }
}
