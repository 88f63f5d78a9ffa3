/**
 * A queue as SQS is: at-least-once, in no order, invisible for a while after it is received, and set aside as a dead
 * letter after too many receives. `name` tells queues apart; each carries one type of message (see messages.ts).
 */
export interface Queue<M> {
  readonly name: string;

  /**
   * Sends up to 10 × n messages; acknowledged ones survive a crash. Some may fail while others are sent: their indexes
   * are in `failed`, and the caller sends those again. A message may also have been sent although the call threw.
   */
  send(messages: Outgoing<M>[]): Promise<{ failed: number[] }>;

  /**
   * Waits up to `waitSeconds` for messages and takes up to `max` (1–10). They are invisible to others for
   * `visibilitySeconds`, then come back unless deleted: a lease.
   */
  receive(request: {
    max: number;
    visibilitySeconds: number;
    waitSeconds: number;
    signal?: AbortSignal;
  }): Promise<Received<M>[]>;

  /**
   * Says that messages are done; `failed` has the indexes of those that could not be deleted. A receipt whose lease has
   * ended may no longer delete; that isn't an error.
   */
  delete(receipts: string[]): Promise<{ failed: number[] }>;

  /** Lengthens (heartbeat) or shortens (give back, 0) a lease from now. False where the lease has ended. */
  changeVisibility(receipt: string, visibilitySeconds: number): Promise<boolean>;

  /** Approximate, as SQS's are. Ages in seconds. */
  stats(): Promise<QueueStats>;

  /** Dead letters, oldest first, without taking them. */
  peekDead(limit: number): Promise<Received<M>[]>;

  /** Moves up to `limit` dead letters back; how many were. */
  redrive(limit: number): Promise<number>;

  /** Removes dead letters for good. */
  deleteDead(ids: string[]): Promise<void>;
}

export interface Outgoing<M> {
  body: M;
  /** 0–900, or `send` throws `input.invalid`; the message can't be received before. */
  delaySeconds?: number;
}

export interface Received<M> {
  id: string;
  body: M;
  /** Names this receive of the message, not the message. */
  receipt: string;
  /** 1 the first time. */
  receiveCount: number;
  sentAt: string;
}

export interface QueueStats {
  visible: number;
  inFlight: number;
  delayed: number;
  dead: number;
  /** Of the oldest message that is not dead; 0 when empty. */
  oldestSeconds: number;
}
