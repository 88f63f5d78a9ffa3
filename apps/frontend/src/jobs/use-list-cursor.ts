import { useState } from 'react';
import { useKeys } from '../app/keys.ts';

/** The row under the keyboard: `j` and `k` move it, `Enter` opens it. -1 until a key is used. */
export function useListCursor(count: number, onOpen: (index: number) => void): number {
  const [index, setIndex] = useState(-1);
  const current = Math.min(index, count - 1);
  useKeys({
    j: () => setIndex(Math.min(count - 1, current + 1)),
    k: () => setIndex(Math.max(0, current - 1)),
    Enter: () => current >= 0 && onOpen(current),
  });
  return current;
}
