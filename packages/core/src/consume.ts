import type { Log } from './ports/log.ts';
import type { Queue, Received } from './ports/queue.ts';

/** What becomes of a message: it is deleted, or released to be received again after so many seconds. */
export type Disposal = { dispose: 'delete' } | { dispose: 'release'; seconds: number };

export interface Consumer {
  /** Takes no more messages, raises `stopping`, and resolves when every message in hand has been disposed of. */
  stop(): Promise<void>;
}

export interface ConsumeOptions<M> {
  queue: Queue<M>;
  log: Log;
  /** Messages in hand at a time. */
  concurrency: number;
  /** How long a message is invisible to others unless the handler lengthens it. */
  visibilitySeconds: number;
  handle: (message: Received<M>, stopping: AbortSignal) => Promise<Disposal>;
}

const POLL_SECONDS = 20;
const MAX_BATCH = 10;

/**
 * Receives messages and works on up to `concurrency` of them at once until it is stopped. A handler that throws leaves
 * its message to come back, later each time; in the end the queue sets it aside as a dead letter.
 */
export function consume<M>(options: ConsumeOptions<M>): Consumer {
  const stopping = new AbortController();
  const inHand = new Set<Promise<void>>();
  const loop = receiveLoop(options, inHand, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(inHand);
    },
  };
}

async function receiveLoop<M>(
  options: ConsumeOptions<M>,
  inHand: Set<Promise<void>>,
  stopping: AbortSignal,
): Promise<void> {
  const { queue, log, concurrency, visibilitySeconds } = options;
  while (!stopping.aborted) {
    if (inHand.size >= concurrency) {
      await Promise.race(inHand);
      continue;
    }
    const max = Math.min(MAX_BATCH, concurrency - inHand.size);
    try {
      const messages = await queue.receive({
        max,
        visibilitySeconds,
        waitSeconds: POLL_SECONDS,
        signal: stopping,
      });
      for (const message of messages) {
        const work: Promise<void> = settle(options, message, stopping).finally(() => inHand.delete(work));
        inHand.add(work);
      }
    } catch (error) {
      log.error('queue.receive_failed', { queue: queue.name, error: String(error) });
      await pause(1000, stopping);
    }
  }
}

async function settle<M>(
  { queue, log, handle }: ConsumeOptions<M>,
  message: Received<M>,
  stopping: AbortSignal,
) {
  try {
    const disposal = await handle(message, stopping);
    if (disposal.dispose === 'delete') await queue.delete([message.receipt]);
    else await queue.changeVisibility(message.receipt, disposal.seconds);
  } catch (error) {
    log.error('message.failed', {
      queue: queue.name,
      id: message.id,
      tries: message.receiveCount,
      error: String(error),
    });
    // If giving it back fails too, the message comes back by itself when its lease ends.
    await queue
      .changeVisibility(message.receipt, Math.min(900, 2 ** message.receiveCount))
      .catch(() => false);
  }
}

function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stopping.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
