/** Quantities in words, the same in every app. */

const count = new Intl.NumberFormat('en');
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `12,345`. */
export const formatCount = (n: number): string => count.format(n);

/** `1 file`, `12,345 files`. */
export function formatItems(n: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(n)} ${n === 1 ? singular : plural}`;
}

/** Decimal units, as files are sold: `0 B`, `980 B`, `12 KB`, `3.4 MB`, `1.2 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** Seconds as people say them: `under a second`, `42 s`, `3 min 20 s`, `1 h 24 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'under a second';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 600) return joinUnits(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** A position in a recording: `0:07`, `12:34`, `1:02:03`. */
export function formatTimestamp(seconds: number): string {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = String(s).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${padded}` : `${m}:${padded}`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `just now`, `3 minutes ago`, `yesterday`, `in 23 hours`. */
export function formatRelative(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return seconds > 10 ? 'in a moment' : 'just now';
}

/** The exact time, in the person's own locale. */
export const formatExact = (iso: string): string => dateTime.format(new Date(iso));

/** `0.93` → `93 %`. */
export const formatPercent = (share: number): string => `${Math.round(share * 100)} %`;

/** `invoices/2024/a.pdf` → folder `invoices/2024/` and base `a.pdf`. */
export function splitName(name: string): { folder: string; base: string } {
  const slash = name.lastIndexOf('/');
  return { folder: name.slice(0, slash + 1), base: name.slice(slash + 1) };
}
