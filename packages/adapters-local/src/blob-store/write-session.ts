import type { FileHandle } from 'node:fs/promises';
import { BlobRefused } from './failure.ts';
import { writeAll } from './pour.ts';

/**
 * Those who are writing parts of one upload at this moment. It gives each part a place that nobody else writes to, and
 * when the upload is completed or aborted it sees to it that no byte is written afterwards: a late sender must not
 * reach a file that is an object's by then.
 */
export class WriteSession {
  /** How many are in the session. */
  writers = 0;
  #slotSize: number | null;
  readonly #claimed = new Set<number>();
  readonly #writes = new Set<Promise<void>>();
  #ended = false;

  constructor(slotSize: number | null) {
    this.#slotSize = slotSize;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get slotSize(): number | null {
    return this.#slotSize;
  }

  /**
   * Where in the upload's file the part goes; undefined where it has to be written to a file apart: it is larger than
   * a slot, would lie behind the largest object, or somebody is still sending the same part.
   */
  claim(part: number, size: number, maxObjectBytes: number): number | undefined {
    this.#slotSize ??= size;
    const position = (part - 1) * this.#slotSize;
    if (size > this.#slotSize || position + size > maxObjectBytes || this.#claimed.has(part))
      return undefined;
    this.#claimed.add(part);
    return position;
  }

  release(part: number): void {
    this.#claimed.delete(part);
  }

  /** Where the last slot ends that somebody is writing to, besides the one of `part`. */
  endOfOthers(part: number): number {
    return Math.max(0, ...[...this.#claimed].filter((other) => other !== part)) * (this.#slotSize ?? 0);
  }

  async write(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
    this.checkOpen();
    const write = writeAll(handle, chunk, position);
    this.#writes.add(write);
    try {
      await write;
    } finally {
      this.#writes.delete(write);
    }
  }

  checkOpen(): void {
    if (this.#ended) throw noSuchUpload();
  }

  /** Resolves once the last byte is written; whoever goes on sending is refused. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.allSettled(this.#writes);
  }
}

export function noSuchUpload(): BlobRefused {
  return new BlobRefused(
    'no-such-upload',
    'There is no such upload: it was completed or aborted, or never begun.',
  );
}
