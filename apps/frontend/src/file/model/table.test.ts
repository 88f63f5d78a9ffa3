import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Table } from '@filemill/rpc/client';
import { toCsv } from './table.ts';

const cell = (row: number, column: number, text: string): Table['cells'][number] => ({
  ...{ row, column, text },
  ...{ rowSpan: 1, columnSpan: 1, anchor: { page: 1, chars: [0, 1] }, confidence: 1 },
});

test('cells are where they belong, quoted where they must be', () => {
  const table: Table = {
    rows: 2,
    columns: 3,
    cells: [cell(0, 0, 'Item'), cell(0, 2, 'Price, net'), cell(1, 1, 'say "12"')],
    anchor: { page: 1, chars: [0, 1] },
    confidence: 1,
  };
  assert.equal(toCsv(table), 'Item,,"Price, net"\r\n,"say ""12""",\r\n');
});
