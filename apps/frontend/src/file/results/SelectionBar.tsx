import { unionBox, type Box } from '@filemill/ui';
import { Button } from '@mantine/core';
import { IconCopy, IconLink } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { copyLink, copyText } from '../copy.ts';
import type { LinkedPlace } from '../model/place.ts';
import { pageOfPiece } from '../model/pieces.ts';
import classes from './results.module.css';

interface Selected {
  text: string;
  place: LinkedPlace | undefined;
  x: number;
  y: number;
}

/** Appears over a selection of text: copy it, or copy a link that opens this place. */
export function SelectionBar() {
  const [selected, setSelected] = useState<Selected>();
  useEffect(() => {
    const read = () => setSelected(readSelection());
    const clear = () => getSelection()?.isCollapsed !== false && setSelected(undefined);
    document.addEventListener('pointerup', read);
    document.addEventListener('selectionchange', clear);
    return () => {
      document.removeEventListener('pointerup', read);
      document.removeEventListener('selectionchange', clear);
    };
  }, []);
  if (!selected) return null;
  const { text, place, x, y } = selected;
  return (
    // Pressing a button must not end the selection.
    <div
      className={classes.selection}
      style={{ left: x, top: y }}
      onPointerDown={(event) => event.preventDefault()}
    >
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconCopy size={15} />}
        onClick={() => void copyText(text, 'Text')}
      >
        Copy
      </Button>
      {place && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconLink size={15} />}
          onClick={() => void copyLink(place)}
        >
          Link to this
        </Button>
      )}
    </div>
  );
}

function readSelection(): Selected | undefined {
  const selection = getSelection();
  const text = selection?.toString().trim();
  if (!selection || !text || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  const from = startOf(range);
  if (!from?.closest(`.${classes.panel}`)) return undefined;
  const { left, width, top } = range.getBoundingClientRect();
  return { text, place: placeOf(from), x: left + width / 2, y: Math.max(top, 60) };
}

function startOf(range: Range): Element | null {
  const node = range.startContainer;
  return node instanceof Element ? node : node.parentElement;
}

/** The place of the word at which the selection begins. */
function placeOf(element: Element): LinkedPlace | undefined {
  const start = element.closest<HTMLElement>('[data-start]')?.dataset.start;
  if (start !== undefined) return { time: Number(start) };
  const piece = element.closest<HTMLElement>('[data-piece]')?.dataset;
  if (!piece?.piece) return undefined;
  const page = pageOfPiece(piece.piece);
  const box = piece.box?.split(',').map(Number) as Box | undefined;
  return page > 0 ? { page, box: box && unionBox([box]) } : undefined;
}
