import type { Table } from '@filemill/rpc/client';

/** A table as CSV (RFC 4180). A cell that spans several is written into the first of them. */
export function toCsv(table: Table): string {
  const grid = Array.from({ length: table.rows }, () => new Array<string>(table.columns).fill(''));
  for (const { row, column, text } of table.cells) {
    if (grid[row] && column < table.columns) grid[row][column] = text;
  }
  return grid.map((row) => row.map(quote).join(',') + '\r\n').join('');
}

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
