import { createContext, use, useSyncExternalStore } from 'react';

/** Which piece of a result is lit: hovered for a moment, or selected until another one is. */
export interface Focus {
  hovered?: string;
  selected?: string;
  /** Where it was selected: the other side moves it into view. */
  from?: 'canvas' | 'list';
}

/** Links the original and its result: both sides set it, both sides read it. Ids are the caller's. */
export interface FocusStore {
  get(): Focus;
  hover(id: string | undefined): void;
  select(id: string | undefined, from: 'canvas' | 'list'): void;
  subscribe(listener: () => void): () => void;
}

export function createFocusStore(): FocusStore {
  let focus: Focus = {};
  const listeners = new Set<() => void>();
  const set = (next: Focus) => {
    focus = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => focus,
    hover: (hovered) => {
      if (hovered !== focus.hovered) set({ ...focus, hovered });
    },
    select: (selected, from) => set({ hovered: focus.hovered, selected, from }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const FocusContext = createContext<FocusStore>(createFocusStore());

export const useFocusStore = (): FocusStore => use(FocusContext);

/** A part of the focus; the component renders again only when that part changes. */
export function useFocus<Part extends string | boolean | undefined>(select: (focus: Focus) => Part): Part {
  const store = useFocusStore();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
