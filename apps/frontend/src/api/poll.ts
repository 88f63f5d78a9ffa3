/** When data was first seen as it is; a query keeps the same object while nothing in it changes. */
const seenSince = new WeakMap<object, number>();

const FASTEST_MS = 1_000;
const SLOWEST_MS = 10_000;
const HIDDEN_MS = 20_000;

/**
 * How long to wait before asking again: a second while things move, ever longer while they don't, and rarely in a
 * background tab, where only the title shows it.
 */
export function pollInterval(data: object, now = Date.now(), hidden = document.hidden): number {
  if (hidden) return HIDDEN_MS;
  const since = seenSince.get(data) ?? now;
  seenSince.set(data, since);
  return Math.min(SLOWEST_MS, Math.max(FASTEST_MS, (now - since) / 3));
}
