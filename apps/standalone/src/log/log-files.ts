import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface LogFilesOptions {
  dir: string;
  /** Files of days before that are removed. */
  days: number;
  /** Of all files together; the oldest go first. */
  maxBytes: number;
  now?: () => number;
}

const NAME = /^filemill-(\d{4}-\d{2}-\d{2})(?:\.(\d+))?\.jsonl$/;
/** A file is closed at this share of what all may have, so that removing the oldest keeps most. */
const PARTS = 8;
const DAY = 86_400_000;

/**
 * Log lines in a file a day (UTC), `filemill-2026-01-31.jsonl`, then `filemill-2026-01-31.1.jsonl` and so on where one
 * grows large. Bounded by days and bytes. A disk that takes no more costs lines, which are counted, and nothing else.
 */
export function createLogFiles({
  dir,
  days,
  maxBytes,
  now = Date.now,
}: LogFilesOptions): (text: string) => void {
  let path = '';
  let size = 0;
  let lost = 0;

  function openFor(day: string): void {
    mkdirSync(dir, { recursive: true });
    removeOld(dir, { before: new Date(now() - (days - 1) * DAY).toISOString().slice(0, 10), maxBytes });
    for (let part = 0; ; part++) {
      path = join(dir, `filemill-${day}${part > 0 ? `.${part}` : ''}.jsonl`);
      size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size < maxBytes / PARTS) return;
    }
  }

  return (text) => {
    const time = new Date(now()).toISOString();
    const day = time.slice(0, 10);
    try {
      if (!path.includes(day) || size >= maxBytes / PARTS) openFor(day);
      const missing =
        lost > 0 ? `${JSON.stringify({ time, level: 'error', event: 'log.lost', lines: lost })}\n` : '';
      appendFileSync(path, missing + text);
      size += Buffer.byteLength(missing + text);
      lost = 0;
    } catch {
      lost += text.split('\n').length - 1;
      path = ''; // the next lines try anew, and say how many are missing
    }
  };
}

/** Log files in a folder, oldest first; none where there is no such folder. */
export function listLogFiles(dir: string): string[] {
  const order = (name: string) => {
    const [, day = '', part = '0'] = NAME.exec(name) ?? [];
    return `${day}.${part.padStart(6, '0')}`;
  };
  let names: string[];
  try {
    names = readdirSync(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((name) => NAME.test(name))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .map((name) => join(dir, name));
}

/** Leaves room for one more file below the bound. */
function removeOld(dir: string, { before, maxBytes }: { before: string; maxBytes: number }): void {
  let bytes = 0;
  for (const path of listLogFiles(dir).reverse()) {
    bytes += statSync(path).size;
    const [, day = ''] = NAME.exec(path.slice(dir.length + 1)) ?? [];
    if (day < before || bytes > maxBytes - maxBytes / PARTS) rmSync(path);
  }
}
