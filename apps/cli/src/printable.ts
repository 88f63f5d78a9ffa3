/**
 * A name as it can be shown on a terminal: control and formatting characters, which could move the cursor, hide text or
 * turn its direction, appear as their code points. The joiner within emoji stays.
 */
export function printable(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (char) =>
    char === '\u200d' ? char : `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}

/** Cuts in the middle what takes more than `columns` of a terminal. */
export function fit(text: string, columns: number): string {
  const chars = Array.from(text);
  if (width(chars) <= columns) return text;
  const [head, tail]: [string[], string[]] = [[], []];
  while (width(head) + width(tail) < columns - 3) {
    const next = head.length <= tail.length ? chars.shift() : chars.pop();
    if (next === undefined) break;
    if (head.length <= tail.length) head.push(next);
    else tail.unshift(next);
  }
  return `${head.join('')}…${tail.join('')}`;
}

/** East Asian characters and pictures, in the blocks that terminals draw two columns wide. */
const WIDE =
  /[\u1100-\u115f\u2600-\u27bf\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns of a terminal that the text takes. */
export function width(text: Iterable<string>): number {
  let columns = 0;
  for (const char of text) columns += WIDE.test(char) ? 2 : 1;
  return columns;
}

/** `12,345`. */
export function count(n: number): string {
  return n.toLocaleString('en');
}

/** `831 B`, `4.2 MB`, `1.7 TB`; in powers of 1,000, as disks are sold. */
export function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(n, 1)) / 3));
  return `${power === 0 ? n : (n / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** `48 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 10) return `${seconds.toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
