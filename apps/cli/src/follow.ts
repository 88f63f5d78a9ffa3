import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { listLogFiles } from '@filemill/standalone/logs';

const CHUNK = 64 * 1024;

/** Gives, at each call, the whole lines that were appended to the log files of a folder since the call before. */
export function followLines(dir: string): () => Generator<string> {
  const read = new Map(listLogFiles(dir).map((path) => [path, statSync(path).size]));
  return function* () {
    for (const path of listLogFiles(dir)) {
      const text = readFrom(path, read);
      if (text) yield* text.slice(0, -1).split('\n');
    }
  };
}

/** Reads on from where the map says, and notes in it how far that was: to the end of the last whole line. */
function readFrom(path: string, read: Map<string, number>): string {
  const start = read.get(path) ?? 0;
  const file = openSync(path, 'r');
  try {
    const chunks: Buffer[] = [];
    let position = start;
    for (;;) {
      const chunk = Buffer.alloc(CHUNK);
      const n = readSync(file, chunk, 0, CHUNK, position);
      if (n === 0) break;
      chunks.push(chunk.subarray(0, n));
      position += n;
    }
    const bytes = Buffer.concat(chunks);
    const whole = bytes.lastIndexOf(10) + 1;
    read.set(path, start + whole);
    return bytes.subarray(0, whole).toString();
  } finally {
    closeSync(file);
  }
}
