import { memo, type PointerEvent } from 'react';
import { boxBetween, insideBox, itemAt, unionBox, type Box } from './geometry.ts';
import { useFocus, useFocusStore } from './focus-store.ts';
import { pointIn, useMarquee } from './use-marquee.ts';
import classes from './BoxOverlay.module.css';

export interface OverlayItem {
  id: string;
  box: Box;
  /** Shown at the box; for things in pictures. */
  caption?: string;
  /** How loudly it is drawn while not lit: `frame` as an outline, `tint` as a breath of colour, `none` not at all. */
  look: 'frame' | 'tint' | 'none';
  tone?: 'accent' | 'image' | 'video' | 'warning';
}

export interface BoxOverlayProps {
  items: OverlayItem[];
  /** A place that a link leads to. */
  target?: Box;
  label: string;
  /** An area was drawn with the pointer; with the items whose centre is inside. */
  onArea?: (area: Box, items: OverlayItem[]) => void;
}

/**
 * Boxes over a page, drawn once as SVG in the page's own 0..1 frame, so that they scale with it and never blur. The
 * item under the pointer is found by geometry: hundreds of words cost no listeners.
 */
export function BoxOverlay({ items, target, label, onArea }: BoxOverlayProps) {
  const store = useFocusStore();
  const marquee = useMarquee(onArea && ((a, b) => onArea(...areaOf(items, a, b))));
  const under = (event: PointerEvent) => itemAt(items, ...pointIn(event));
  return (
    <div
      className={classes.overlay}
      {...marquee.handlers}
      onPointerMove={(event) => {
        if (!marquee.handlers.onPointerMove(event)) store.hover(under(event)?.id);
      }}
      onPointerLeave={() => store.hover(undefined)}
      onPointerUp={(event) => {
        const drawn = marquee.handlers.onPointerUp(event);
        const item = under(event);
        if (!drawn && event.button === 0 && item) store.select(item.id, 'canvas');
      }}
    >
      <svg className={classes.svg} viewBox="0 0 1 1" preserveAspectRatio="none" role="img" aria-label={label}>
        <Boxes items={items} />
        <Lit items={items} which="selected" />
        <Lit items={items} which="hovered" />
        {target && <Rect box={target} className={classes.target!} />}
        {marquee.area && <Rect box={marquee.area} className={classes.marquee!} />}
      </svg>
      {items.map(
        (item) => item.caption && <Caption key={item.id} item={item} quiet={items.length > MAX_CAPTIONS} />,
      )}
    </div>
  );
}

function areaOf(items: OverlayItem[], a: [number, number], b: [number, number]): [Box, OverlayItem[]] {
  const area = boxBetween(...a, ...b);
  const found = insideBox(items, area);
  return [unionBox(found.map((item) => item.box)) ?? area, found];
}

const Boxes = memo(function Boxes({ items }: { items: OverlayItem[] }) {
  return items.map(
    (item) =>
      item.look !== 'none' && (
        <Rect key={item.id} box={item.box} className={classes[item.look]!} tone={item.tone} />
      ),
  );
});

function Lit({ items, which }: { items: OverlayItem[]; which: 'hovered' | 'selected' }) {
  const id = useFocus((focus) => focus[which]);
  const item = id === undefined ? undefined : items.find((candidate) => candidate.id === id);
  return item && <Rect box={item.box} className={classes[which]!} tone={item.tone} />;
}

/** More captions than this would hide the picture: then only the lit one is shown. */
const MAX_CAPTIONS = 6;

function Caption({ item, quiet }: { item: OverlayItem; quiet: boolean }) {
  const lit = useFocus(({ hovered, selected }) => (hovered ?? selected) === item.id);
  if (quiet && !lit) return null;
  const [x, y] = item.box;
  return (
    <span
      className={classes.caption}
      data-tone={item.tone}
      data-lit={lit || undefined}
      data-below={y < 0.05 || undefined}
      style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
    >
      {item.caption}
    </span>
  );
}

/** Outlines keep a hair's breadth from what they are around. */
const HAIR = 0.0025;

interface RectProps {
  box: Box;
  className: string;
  tone?: string;
}

function Rect({ box: [x, y, width, height], className, tone }: RectProps) {
  const hair = className === classes.tint ? 0 : HAIR;
  return (
    <rect
      className={className}
      data-tone={tone}
      x={x - hair}
      y={y - hair}
      width={width + 2 * hair}
      height={height + 2 * hair}
      vectorEffect="non-scaling-stroke"
    />
  );
}
