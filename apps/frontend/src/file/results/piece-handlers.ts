import type { FocusStore } from '@filemill/ui';
import type { FocusEvent, MouseEvent, PointerEvent } from 'react';

/** Listeners for a whole list whose pieces carry `data-piece`: one set, however many pieces there are. */
export function pieceHandlers(store: FocusStore) {
  return {
    onPointerOver: (event: PointerEvent) => store.hover(pieceOf(event)),
    onPointerLeave: () => store.hover(undefined),
    onFocus: (event: FocusEvent) => store.hover(pieceOf(event)),
    onBlur: () => store.hover(undefined),
    onClick: (event: MouseEvent) => {
      const piece = pieceOf(event);
      // A click that ends a selection of text selects no piece.
      if (piece && getSelection()?.isCollapsed !== false) store.select(piece, 'list');
    },
  };
}

export type PieceHandlers = ReturnType<typeof pieceHandlers>;

function pieceOf({ target }: { target: EventTarget }): string | undefined {
  return (target as Element).closest<HTMLElement>('[data-piece]')?.dataset.piece;
}
