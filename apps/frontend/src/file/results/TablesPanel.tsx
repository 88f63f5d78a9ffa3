import { formatItems, useFocusStore } from '@filemill/ui';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo } from 'react';
import { pagesOf, type Results } from '../model/results.ts';
import { toCsv } from '../model/table.ts';
import { saveText } from '../save.ts';
import { PanelBar } from './PanelBar.tsx';
import { pieceHandlers } from './piece-handlers.ts';
import { TableGrid } from './TableGrid.tsx';
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
            <TableGrid page={page} index={index} table={table} />
          </section>
        )}
      />
    </>
  );
}
