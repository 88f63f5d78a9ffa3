import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import classes from './DataTable.module.css';

export interface Column<Row> {
  id: string;
  title: string;
  /** As in grid-template-columns. */
  width: string;
  align?: 'right';
  /** Left out of narrow windows. */
  wideOnly?: boolean;
  render: (row: Row) => ReactNode;
}

export interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  /** How many rows there are; not all need to be loaded. */
  count: number;
  row: (index: number) => Row | undefined;
  /** Row under the keyboard, if any. */
  current?: number;
  onOpen: (row: Row) => void;
  /** Rows on screen changed: load what is missing. */
  onRange?: (first: number, last: number) => void;
}

const ROW_HEIGHT = 36;

/** Rows of 36 px under a sticky header; only those on screen exist. As tall as its rows, at most as its parent; scrolls in itself. */
export function DataTable<Row>({
  label,
  columns: allColumns,
  count,
  row,
  current,
  onOpen,
  onRange,
}: DataTableProps<Row>) {
  const wide = useMediaQuery('(min-width: 800px)', true, { getInitialValueInEffect: false });
  const columns = allColumns.filter((column) => wide || !column.wideOnly);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollPaddingStart: ROW_HEIGHT,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange?.(first, last), [onRange, first, last, count]);
  useEffect(() => {
    if (current !== undefined && current >= 0) virtualizer.scrollToIndex(current, { align: 'auto' });
  }, [virtualizer, current]);

  const template = { gridTemplateColumns: columns.map((column) => column.width).join(' ') };
  const cell = (column: Column<Row>, content: ReactNode, role: 'cell' | 'columnheader') => (
    <div key={column.id} role={role} className={classes.cell} data-align={column.align}>
      {content}
    </div>
  );
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="table"
      aria-label={label}
      aria-rowcount={count + 1}
      tabIndex={0}
    >
      <div className={classes.head} role="row" style={template}>
        {columns.map((column) => cell(column, column.title, 'columnheader'))}
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const data = row(index);
          return (
            <div
              key={index}
              role="row"
              aria-rowindex={index + 2}
              className={classes.row}
              data-current={index === current || undefined}
              style={{ ...template, transform: `translateY(${start}px)` }}
              onClick={() => data && onOpen(data)}
            >
              {columns.map((column) =>
                cell(column, data ? column.render(data) : <span className={classes.blank} />, 'cell'),
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
