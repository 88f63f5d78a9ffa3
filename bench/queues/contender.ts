/** A queue in the benchmark: what is measured of each in the same way. */
export interface Contender {
  /** Sends all messages, ten in a call, from so many callers at once. */
  enqueue(count: number, callers: number): Promise<void>;
  /** Receives and finishes all messages that were sent, with ten in hand for each of the callers. */
  drain(count: number, callers: number): Promise<void>;
  close(): Promise<void>;
}

/** Messages in one call. */
export const TEN: Readonly<Record<'jobId' | 'fileId', string> & { round: number }>[] = Array.from(
  { length: 10 },
  (_, n) => ({ jobId: '0f8fad5b-d9cb-469f-a165-70867728950e', fileId: `00000${n}`, round: 1 }),
);

/** Calls `send`, which sends ten messages, until so many are sent, from so many callers at once. */
export async function sendTens(count: number, callers: number, send: () => unknown): Promise<void> {
  const share = async () => {
    for (let sent = 0; sent < count / callers; sent += TEN.length) await send();
  };
  await Promise.all(Array.from({ length: callers }, share));
}
