import { formatItems, useFocus, useFocusStore } from '@filemill/ui';
import type { Table } from '@filemill/rpc/client';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo } from 'react';
import { cellId } from '../model/pieces.ts';
import { pagesOf, type Results } from '../model/results.ts';
import { toCsv } from '../model/table.ts';
import { saveText } from '../save.ts';
import { PanelBar } from './PanelBar.tsx';
import { pieceHandlers } from './piece-handlers.ts';
import { VirtualRows } from './VirtualRows.tsx';
import classes from './results.module.css';

/** Tables as tables. */
export function TablesPanel({ results, fileName }: { results: Results; fileName: string }) {
  const pages = pagesOf(results);
  const tables = useMemo(
    () => pages.flatMap(({ page, tables: found }) => found.map((table, index) => ({ page, index, table }))),
    [pages],
  );
  const store = useFocusStore();
  return (
    <>
      <PanelBar summary={formatItems(tables.length, 'table')} />
      <VirtualRows
        label="Tables"
        rows={tables}
        estimate={260}
        rowOf={(id) => {
          const [page, kind, index] = id.split('/');
          if (kind !== 'cell' && kind !== 'table') return -1;
          return tables.findIndex((t) => t.page === Number(page) && t.index === Number(index));
        }}
        {...pieceHandlers(store)}
        render={({ page, index, table }, position) => (
          <section className={classes.table}>
            <header className={classes.tableHead}>
              <h3>{table.name ?? `Table ${position + 1}`}</h3>
              <span>
                page {page}, {formatItems(table.rows, 'row')} × {formatItems(table.columns, 'column')}
              </span>
              <Tooltip label="Save as CSV">
                <ActionIcon
                  size={26}
                  aria-label={`Save table ${position + 1} as CSV`}
                  onClick={() => saveText(toCsv(table), `${fileName}-table-${position + 1}.csv`, 'text/csv')}
                >
                  <IconDownload size={16} stroke={1.8} />
                </ActionIcon>
              </Tooltip>
            </header>
            <Grid page={page} index={index} table={table} />
          </section>
        )}
      />
    </>
  );
}

/** A browser lays out whole tables: beyond this many rows the rest is in the CSV. */
const MAX_ROWS = 500;

function Grid({ page, index, table }: { page: number; index: number; table: Table }) {
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
