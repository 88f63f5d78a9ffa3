import { formatDuration } from './format.ts';

/** How much of the work was done (0..1) at a time (milliseconds). */
export interface Sample {
  at: number;
  share: number;
}

/** Time left, in seconds. */
export interface TimeLeft {
  low: number;
  high: number;
}

const WINDOW_MS = 60_000;

/**
 * Time left as a range between two honest guesses: at the pace since the beginning and at the pace of the last minute.
 * Undefined until enough has been seen to say anything.
 */
export function estimateTimeLeft(samples: readonly Sample[]): TimeLeft | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.share >= 1 || last.at - first.at < 2_000) return undefined;
  const recent = samples.find((sample) => sample.at >= last.at - WINDOW_MS) ?? first;
  const guesses = [pace(first, last), pace(recent, last)]
    .filter((p) => p > 0)
    .map((p) => (1 - last.share) / p);
  if (guesses.length === 0) return undefined;
  // Work ahead is never quite like the work behind: widen both ends.
  return { low: Math.min(...guesses) * 0.85, high: Math.max(...guesses) * 1.3 };
}

/** Share per second. */
function pace(from: Sample, to: Sample): number {
  const seconds = (to.at - from.at) / 1000;
  return seconds > 0 ? (to.share - from.share) / seconds : 0;
}

/** `about 40 s left`, `2–4 min left`, `1–2 h left`. */
export function formatTimeLeft({ low, high }: TimeLeft): string {
  if (high < 5) return 'a few seconds left';
  const [unit, size] =
    high < 90 ? (['s', 1] as const) : high < 5_400 ? (['min', 60] as const) : (['h', 3_600] as const);
  const step = unit === 's' ? 5 : 1;
  const from = Math.max(step, Math.round(low / size / step) * step);
  const to = Math.max(from, Math.ceil(high / size / step) * step);
  return from === to ? `about ${formatDuration(to * size)} left` : `${from}–${to} ${unit} left`;
}
