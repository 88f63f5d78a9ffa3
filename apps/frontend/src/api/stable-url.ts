/**
 * Signed addresses change with every answer of the API although the object stays the same. What is on screen keeps the
 * address that it began with, so that nothing loads twice.
 */
const KEEP_MS = 4 * 60_000;
const MAX_KEPT = 2_000;
const kept = new Map<string, { url: string; at: number }>();

export function stableUrl(url: string, now = Date.now()): string {
  const object = url.split('?', 1)[0]!;
  const known = kept.get(object);
  if (known && now - known.at < KEEP_MS) return known.url;
  kept.delete(object);
  kept.set(object, { url, at: now });
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
  return url;
}
