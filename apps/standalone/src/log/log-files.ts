import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

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
    const last = listLogFiles(dir).findLast((name) => name.includes(day));
    const part = last ? partOf(last) : 0;
    const isFull = last !== undefined && statSync(last).size >= maxBytes / PARTS;
    path = join(dir, nameOf(day, isFull ? part + 1 : part)); // never a number again that was removed: they tell the order
    size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
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
  const order = (name: string) => `${dayOf(name)}.${String(partOf(name)).padStart(6, '0')}`;
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
    if (dayOf(path) < before || bytes > maxBytes - maxBytes / PARTS) rmSync(path);
  }
}

function nameOf(day: string, part: number): string {
  return `filemill-${day}${part > 0 ? `.${part}` : ''}.jsonl`;
}

function dayOf(path: string): string {
  return NAME.exec(basename(path))?.[1] ?? '';
}

function partOf(path: string): number {
  return Number(NAME.exec(basename(path))?.[2] ?? 0);
}
