import type { Row } from './page-builder.ts';

/** Places the cells of a table of HTML or ODT, where a cell's column follows from the spans of those before it. */
export class TableGrid {
  #rows: Row[] = [];
  #row = -1;
  #column = 0;
  #cell: Row['cells'][number] | undefined;
  /** By column: the first row that is free again after a cell that spans several. */
  #takenUntil: number[] = [];
  #isLayout = false;

  startRow(): void {
    this.endCell();
    this.#row++;
    this.#column = 0;
    this.#rows.push({ row: this.#row, cells: [] });
  }

  startCell(rowSpan: number, columnSpan: number): void {
    this.endCell();
    if (this.#row < 0) this.startRow();
    while ((this.#takenUntil[this.#column] ?? 0) > this.#row) this.#column++;
    this.#cell = { column: this.#column, text: '', rowSpan, columnSpan };
    this.#rows.at(-1)?.cells.push(this.#cell);
    for (let i = 0; i < columnSpan; i++) this.#takenUntil[this.#column + i] = this.#row + rowSpan;
    this.#column += columnSpan;
  }

  /** Adds lines to the open cell; false when there is none, as in a caption. */
  addText(lines: string[]): boolean {
    if (!this.#cell || this.#isLayout) return false;
    this.#cell.text += (this.#cell.text && '\n') + lines.join('\n');
    return true;
  }

  endCell(): void {
    this.#cell = undefined;
  }

  get isLayout(): boolean {
    return this.#isLayout;
  }

  /** From now on the table is no table of data; returns what was in it so far. */
  becomeLayout(): Row[] {
    this.#isLayout = true;
    return this.#rows.splice(0);
  }

  get rows(): Row[] {
    return this.#rows;
  }
}
