/** Longest that a line waits for others to be written with. */
const WAIT_MS = 200;
/** Characters that are not left to wait. */
const FULL = 256 * 1024;

export interface LineBuffer {
  add(line: string): void;
  /** Writes what waits. */
  flush(): void;
}

/**
 * Gathers lines and writes them together, since a write for each would cost more than the work that it tells of. A kill
 * loses the lines of the last 200 ms; an end in good order none.
 */
export function createLineBuffer(write: (text: string) => void): LineBuffer {
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const text = waiting;
    waiting = '';
    if (text) write(text);
  };
  return {
    flush,
    add(line) {
      waiting += `${line}\n`;
      if (waiting.length > FULL) flush();
      else timer ??= setTimeout(flush, WAIT_MS).unref();
    },
  };
}
