import { useFocusStore } from '@filemill/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';
import type { PieceHandlers } from './piece-handlers.ts';
import classes from './results.module.css';

export interface RowsHandle {
  show(row: number): void;
}

interface VirtualRowsProps<Row> extends Partial<PieceHandlers> {
  label: string;
  rows: Row[];
  /** Height in pixels of a row that has not been measured. */
  estimate: number;
  render: (row: Row, index: number) => ReactNode;
  /** Which row holds a piece; -1 for none. Rows move into view when their piece is selected. */
  rowOf?: (id: string) => number;
  onWheel?: () => void;
  ref?: Ref<RowsHandle>;
}

/** Rows of differing heights, of which only those on screen exist. */
export function VirtualRows<Row>({
  label,
  rows,
  estimate,
  render,
  rowOf,
  ref,
  ...handlers
}: VirtualRowsProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    overscan: 6,
  });
  useImperativeHandle(ref, () => ({ show: (row) => virtualizer.scrollToIndex(row, { align: 'center' }) }), [
    virtualizer,
  ]);
  const store = useFocusStore();
  const latest = useRef(rowOf);
  latest.current = rowOf;
  useEffect(() => {
    let shown: string | undefined;
    return store.subscribe(() => {
      const { selected } = store.get();
      if (selected === undefined || selected === shown) return;
      shown = selected;
      const row = latest.current?.(selected) ?? -1;
      if (row >= 0) virtualizer.scrollToIndex(row, { align: 'auto' });
    });
  }, [store, virtualizer]);
  return (
    <div ref={scroller} className={classes.rows} tabIndex={0} aria-label={label} role="region" {...handlers}>
      <div className={classes.ground} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            ref={virtualizer.measureElement}
            data-index={index}
            className={classes.row}
            style={{ transform: `translateY(${start}px)` }}
          >
            {render(rows[index]!, index)}
          </div>
        ))}
      </div>
    </div>
  );
}
