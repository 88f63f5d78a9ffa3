import { formatItems, useFocus } from '@filemill/ui';
import type { Table } from '@filemill/rpc/client';
import { cellId } from '../model/pieces.ts';
import classes from './results.module.css';

/** A browser lays out whole tables: beyond this many rows the rest is in the CSV. */
const MAX_ROWS = 500;

/** The cells of a table, each lit with its box. */
export function TableGrid({ page, index, table }: { page: number; index: number; table: Table }) {
  const rows = Map.groupBy(
    table.cells.map((cell, c) => ({ ...cell, id: cellId(page, index, c) })),
    (cell) => cell.row,
  );
  const shown = Math.min(table.rows, MAX_ROWS);
  return (
    <div className={classes.tableScroll} tabIndex={0} role="region" aria-label="Table">
      <table className={classes.grid}>
        <tbody>
          {Array.from({ length: shown }, (_, row) => (
            <tr key={row}>
              {(rows.get(row) ?? []).map((cell) => (
                <td key={cell.column} rowSpan={cell.rowSpan} colSpan={cell.columnSpan} data-piece={cell.id}>
                  <CellText id={cell.id} text={cell.text} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows > shown && (
        <p className={classes.more}>{formatItems(table.rows - shown, 'more row')} in the CSV.</p>
      )}
    </div>
  );
}

function CellText({ id, text }: { id: string; text: string }) {
  const lit = useFocus(({ hovered, selected }) =>
    hovered === id ? 'hovered' : selected === id ? 'selected' : undefined,
  );
  return (
    <bdi className={classes.cell} data-lit={lit}>
      {text}
    </bdi>
  );
}
