import { clampScale, keepPoint, layoutPages, type PageLayout, type PageSize, type Zoom } from '@filemill/ui';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useKeys } from '../../app/keys.ts';

const STEP = 1.2;

/** Scroll position, size and zoom of a canvas of pages. */
export function useCanvas(scroller: RefObject<HTMLDivElement | null>, sizes: PageSize[], initial: Zoom) {
  const [zoom, setZoom] = useState<Zoom>(initial);
  const [scrollTop, setScrollTop] = useState(0);
  const viewport = useViewport(scroller);
  const layout = useMemo(() => layoutPages(sizes, zoom, viewport), [sizes, zoom, viewport]);
  const hold = useHeldPoint(scroller, layout);

  /** Zooms about a point of the viewport; about its middle without one. */
  const zoomBy = useCallback(
    (factor: number, point = { x: viewport.width / 2, y: viewport.height / 2 }) => {
      hold(point);
      setZoom(clampScale(layout.scale * factor));
    },
    [hold, layout, viewport],
  );
  useWheelZoom(scroller, zoomBy);
  useKeys({
    '+': () => zoomBy(STEP),
    '=': () => zoomBy(STEP),
    '-': () => zoomBy(1 / STEP),
    '0': () => setZoom('width'),
  });
  const onScroll = useCallback(() => setScrollTop(scroller.current?.scrollTop ?? 0), [scroller]);
  return { layout, viewport, scrollTop, onScroll, setZoom, zoomBy };
}

function useViewport(scroller: RefObject<HTMLDivElement | null>) {
  const [viewport, setViewport] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() =>
      setViewport({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return viewport;
}

/** After the next change of layout, what was under the held point is under it again. */
function useHeldPoint(scroller: RefObject<HTMLDivElement | null>, layout: PageLayout) {
  const before = useRef(layout);
  const point = useRef<{ x: number; y: number }>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && point.current && before.current.scale !== layout.scale) {
      const scroll = { left: element.scrollLeft, top: element.scrollTop };
      element.scrollTo(keepPoint(before.current, layout, scroll, point.current));
      point.current = undefined;
    }
    before.current = layout;
  }, [scroller, layout]);
  return useCallback((held: { x: number; y: number }) => (point.current = held), []);
}

/** The wheel with Ctrl, which is also what a pinch on a touchpad sends, zooms at the pointer. */
function useWheelZoom(
  scroller: RefObject<HTMLDivElement | null>,
  zoomBy: (factor: number, point: { x: number; y: number }) => void,
) {
  useEffect(() => {
    const element = scroller.current!;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      zoomBy(Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scroller, zoomBy]);
}
