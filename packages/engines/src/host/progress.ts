import type { Progress } from '@filemill/core';

/** Steps that each of several parts counts as, when they are shown as one. */
const STEPS_PER_PART = 100;

/**
 * Makes one progress of that of several parts of a file's work, which never goes back. A lone part is passed on in its
 * own unit; several count alike, in steps. Returns a listener for each part.
 */
export function mergeProgress(
  parts: number,
  report: (progress: Progress) => void,
): ((progress: Progress) => void)[] {
  const fractions = new Array<number>(parts).fill(0);
  let furthest = 0;
  return fractions.map((_, part) => (progress) => {
    if (parts === 1) {
      furthest = Math.max(furthest, progress.done);
      return report({ ...progress, done: furthest, total: Math.max(progress.total, furthest) });
    }
    fractions[part] = progress.total > 0 ? Math.min(progress.done / progress.total, 1) : 0;
    const done = Math.floor(fractions.reduce((sum, fraction) => sum + fraction * STEPS_PER_PART, 0));
    furthest = Math.max(furthest, done);
    report({ done: furthest, total: parts * STEPS_PER_PART, unit: 'steps', note: progress.note });
  });
}
