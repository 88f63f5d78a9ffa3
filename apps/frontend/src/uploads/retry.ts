import { ApiError } from '../api/client.ts';

/** The storage's answer to an upload, or 0 when there was none. */
export class TransferError extends Error {
  override readonly name = 'TransferError';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(
      status === 0 ? 'The connection broke.' : `The storage answered with status ${status}. ${detail}`.trim(),
    );
    this.status = status;
  }
}

const MAX_TRIES = 5;
const MAX_DELAY_MS = 15_000;

/**
 * Runs the work until it succeeds, with back-off and jitter. A lost network is waited out for as long as it takes; an
 * answer that another try cannot change is thrown at once; anything else after five tries.
 */
export async function withRetries<T>(work: (attempt: number) => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!isWorthRetrying(error, attempt)) throw error;
      await sleep(Math.min(MAX_DELAY_MS, 500 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2), signal);
    }
  }
}

export function isWorthRetrying(error: unknown, attempt: number): boolean {
  if (!(error instanceof ApiError || error instanceof TransferError)) return false;
  if (error.status === 0) return true;
  // 403 from the storage: the signature has expired, and the next try asks for a fresh one.
  const passing = error.status >= 500 || [408, 429].includes(error.status);
  return attempt < MAX_TRIES && (passing || (error instanceof TransferError && error.status === 403));
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}
