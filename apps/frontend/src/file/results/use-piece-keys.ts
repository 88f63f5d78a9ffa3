import { useFocusStore } from '@filemill/ui';
import { useKeys } from '../../app/keys.ts';

/** `j` and `k` select the next and the previous piece of a list. */
export function usePieceKeys(ids: string[]): void {
  const store = useFocusStore();
  const move = (step: number) => {
    const { selected } = store.get();
    const at = selected === undefined ? -1 : ids.indexOf(selected);
    const next = at < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + step));
    if (ids[next] !== undefined) store.select(ids[next], 'list');
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
}
