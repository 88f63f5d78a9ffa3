import { useEffect } from 'react';

/** Key, as KeyboardEvent.key, to what it does. `mod+k` is Ctrl or ⌘ with k. */
export type Keys = Record<string, (event: KeyboardEvent) => void>;

/** Handles keys while the component is shown, except where a person types or a dialog is open. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const withMod = event.ctrlKey || event.metaKey;
      const handler = keys[withMod ? `mod+${event.key.toLowerCase()}` : event.key];
      if (!handler || (!withMod && isTaken(event))) return;
      event.preventDefault();
      handler(event);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });
}

const WIDGETS = 'input, textarea, select, [contenteditable], [role="slider"], [role="tab"], [role="menu"]';

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (document.querySelector('[role="dialog"]')) return true;
  if (target.closest(WIDGETS)) return true;
  // Space and Enter press what has the focus.
  return (key === ' ' || key === 'Enter') && target.closest('a, button, video, audio, summary') !== null;
}
