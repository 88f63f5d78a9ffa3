import { BoxOverlay, pageAt, type OverlayItem, type PageLayout, type PageSize } from '@filemill/ui';
import { useRef, type ReactNode } from 'react';
import type { Results } from '../model/results.ts';
import { pageItems } from '../model/pieces.ts';
import type { LinkedPlace } from '../model/place.ts';
import type { Tab } from '../search.ts';
import { ZoomBar } from './ZoomBar.tsx';
import { useArea } from './use-area.ts';
import { useCanvas } from './use-canvas.ts';
import { useShowPiece } from './use-show-piece.ts';
import { AreaBar } from './AreaBar.tsx';
import classes from './canvas.module.css';

export interface PagesCanvasProps {
  sizes: PageSize[];
  /** Paints a page (0-based) at a scale. */
  paint: (page: number, scale: number) => ReactNode;
  results: Results;
  tab: Tab;
  /** Where a link leads. */
  linked: LinkedPlace | undefined;
  /** Pictures are seen whole at first, paper by its width. */
  initialZoom: 'width' | 'page';
}

const OVERSCAN_PX = 600;

/** The original's pages below one another, with the boxes of the open tab on them. Only those near the view exist. */
export function PagesCanvas({ sizes, paint, results, tab, linked, initialZoom }: PagesCanvasProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useCanvas(scroller, sizes, initialZoom);
  const { layout, viewport, scrollTop } = canvas;
  const area = useArea(results);
  const target = linked && 'page' in linked ? linked : undefined;
  const itemsOf = (page: number) => pageItems(results, tab, page);
  useShowPiece(scroller, layout, sizes, itemsOf, target);

  const first = pageAt(layout.tops, scrollTop - OVERSCAN_PX);
  const last = pageAt(layout.tops, scrollTop + viewport.height + OVERSCAN_PX);
  const current = pageAt(layout.tops, scrollTop + viewport.height / 2);
  return (
    <div className={classes.canvas}>
      <div
        ref={scroller}
        className={classes.scroller}
        onScroll={canvas.onScroll}
        tabIndex={0}
        aria-label="Original"
      >
        <div
          className={classes.ground}
          style={{ width: Math.max(layout.width, viewport.width), height: layout.height }}
        >
          {viewport.width > 0 &&
            range(first, last).map((index) => (
              <Page
                key={index}
                index={index}
                {...{ layout, size: sizes[index]!, groundWidth: Math.max(layout.width, viewport.width) }}
                items={itemsOf(index + 1)}
                target={target?.page === index + 1 ? target.box : undefined}
                onArea={(box, found) => area.select(index + 1, box, found)}
              >
                {paint(index, layout.scale)}
              </Page>
            ))}
        </div>
      </div>
      {area.selected && <AreaBar area={area.selected} onClose={area.clear} />}
      <ZoomBar
        page={current + 1}
        pageCount={sizes.length}
        scale={layout.scale}
        zoomBy={canvas.zoomBy}
        setZoom={canvas.setZoom}
      />
    </div>
  );
}

interface PageProps {
  index: number;
  layout: PageLayout;
  size: PageSize;
  groundWidth: number;
  items: OverlayItem[];
  target: [number, number, number, number] | undefined;
  onArea: (area: [number, number, number, number], items: OverlayItem[]) => void;
  children: ReactNode;
}

function Page({ index, layout, size, groundWidth, items, target, onArea, children }: PageProps) {
  const width = size.width * layout.scale;
  const style = {
    top: layout.tops[index],
    left: (groundWidth - width) / 2,
    width,
    height: size.height * layout.scale,
  };
  return (
    <div className={classes.page} style={style} data-page={index + 1}>
      {children}
      <BoxOverlay items={items} target={target} onArea={onArea} label={`Findings on page ${index + 1}`} />
    </div>
  );
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
