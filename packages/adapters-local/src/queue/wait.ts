import type { EventEmitter } from 'node:events';

/** The longest that a timer of the runtime can be. */
const MAX_TIMER = 2 ** 31 - 1;

/** Resolves when `event` is emitted, after some milliseconds, or when the signal is raised; whichever comes first. */
export function waitForWakeup(
  wakeups: EventEmitter,
  event: string,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      wakeups.off(event, done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(Math.ceil(milliseconds), MAX_TIMER));
    wakeups.on(event, done);
    signal?.addEventListener('abort', done);
  });
}
