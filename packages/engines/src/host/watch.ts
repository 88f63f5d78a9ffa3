import type { FilemillError, Limits } from '@filemill/core';
import { outOfMemory, stalled, tookTooLong } from './failures.ts';

const POLL_MILLISECONDS = 250;

export interface Watched {
  megabytes(): Promise<number>;
  /** When it last got on with its work, as `performance.now()`. */
  lastSign(): number;
  /** Called once, with what to tell the owner of the file. */
  onExceeded(error: FilemillError): void;
}

/** Holds a worker to the limits on memory, on time without progress and on time in all. Returns what ends the watch. */
export function watchLimits(limits: Limits, watched: Watched): () => void {
  const startedAt = performance.now();
  const end = () => clearInterval(timer);
  const exceed = (error: FilemillError) => {
    end();
    watched.onExceeded(error);
  };
  const look = async (): Promise<void> => {
    const now = performance.now();
    if (now - startedAt > limits.fileMinutes * 60_000) return exceed(tookTooLong(limits));
    if (now - watched.lastSign() > limits.stallSeconds * 1000) return exceed(stalled(limits));
    if ((await watched.megabytes()) > limits.workerMegabytes) exceed(outOfMemory(limits));
  };
  const timer = setInterval(() => void look(), POLL_MILLISECONDS);
  return end;
}
