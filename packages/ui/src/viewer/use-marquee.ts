import { useState, type PointerEvent } from 'react';
import { boxBetween, type Box } from './geometry.ts';

type Point = [number, number];

/** Below this many pixels a press is a click, not a drawn area. */
const MIN_DRAG = 5;

/** Drawing an area over a page with the mouse. The handlers say whether they made use of the event. */
export function useMarquee(onArea: ((from: Point, to: Point) => void) | undefined) {
  const [drag, setDrag] = useState<{ from: Point; to: Point; x: number; y: number; moved: boolean }>();
  return {
    area: drag?.moved ? (boxBetween(...drag.from, ...drag.to) satisfies Box) : undefined,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        // A finger scrolls.
        if (!onArea || event.button !== 0 || event.pointerType === 'touch') return;
        const from = pointIn(event);
        setDrag({ from, to: from, x: event.clientX, y: event.clientY, moved: false });
      },
      onPointerMove: (event: PointerEvent): boolean => {
        if (!drag) return false;
        const moved = drag.moved || Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > MIN_DRAG;
        if (moved && !drag.moved) event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ ...drag, to: pointIn(event), moved });
        return moved;
      },
      onPointerUp: (event: PointerEvent): boolean => {
        setDrag(undefined);
        if (!drag?.moved) return false;
        onArea?.(drag.from, pointIn(event));
        return true;
      },
    },
  };
}

/** The pointer's place in the overlay, 0..1. */
export function pointIn(event: PointerEvent): [number, number] {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  return [(event.clientX - left) / width, (event.clientY - top) / height];
}
