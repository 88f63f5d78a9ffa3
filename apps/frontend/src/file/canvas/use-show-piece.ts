import { useFocusStore, type Box, type OverlayItem, type PageLayout, type PageSize } from '@filemill/ui';
import { useEffect, useRef, type RefObject } from 'react';
import { pageOfPiece } from '../model/pieces.ts';

/** Centres what is selected in the results, and, once at the start, what a link leads to. */
export function useShowPiece(
  scroller: RefObject<HTMLDivElement | null>,
  layout: PageLayout,
  sizes: PageSize[],
  itemsOf: (page: number) => OverlayItem[],
  target: { page: number; box?: Box } | undefined,
): void {
  const store = useFocusStore();
  const latest = useRef({ layout, sizes, itemsOf });
  latest.current = { layout, sizes, itemsOf };

  const show = useRef((page: number, box: Box | undefined, behavior: ScrollBehavior) => {
    const { layout: now, sizes: pages } = latest.current;
    const size = pages[page - 1];
    const element = scroller.current;
    if (!size || !element) return;
    const [x, y, w, h] = box ?? [0, 0, 1, 0];
    const left =
      element.scrollWidth / 2 + size.width * now.scale * (x + w / 2 - 0.5) - element.clientWidth / 2;
    const middle = now.tops[page - 1]! + size.height * now.scale * (y + h / 2);
    element.scrollTo({ left, top: box ? middle - element.clientHeight / 2 : middle - 16, behavior });
  });

  useEffect(
    () =>
      store.subscribe(() => {
        const { selected, from } = store.get();
        if (from !== 'list' || selected === undefined || selected === shown.current) return;
        shown.current = selected;
        const page = pageOfPiece(selected);
        const item = latest.current.itemsOf(page).find(({ id }) => id === selected);
        if (item) show.current(page, item.box, 'smooth');
      }),
    [store],
  );
  const shown = useRef<string>(undefined);

  // Waits for the layout to know the window's size.
  const ready = layout.scale > 0.06;
  const [page, box] = [target?.page, target?.box?.join()];
  useEffect(() => {
    if (ready && page !== undefined)
      show.current(page, box?.split(',').map(Number) as Box | undefined, 'instant');
  }, [ready, page, box]);
}
