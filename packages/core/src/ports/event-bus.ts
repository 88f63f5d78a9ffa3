/**
 * Events as EventBridge carries them: at-least-once, in no order, at times late. A subscriber that throws gets the
 * event again later, with back-off; after the last try it is a dead letter. Subscribers are told apart by name, and
 * each gets every event of the types that it asked for.
 */
export type Event =
  /** An object in the uploads bucket is complete. `size` in bytes. */
  | { type: 'object.created'; key: string; size: number; etag: string }
  /** A job's set of files is closed. */
  | { type: 'job.ready'; jobId: string; round: number }
  /** A job has ended. */
  | { type: 'job.ended'; jobId: string; round: number };

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;

export interface EventBus {
  /** Acknowledged events survive a crash. */
  publish(event: Event): Promise<void>;
  /** To be called before `start`. */
  subscribe<T extends EventType>(
    subscriber: string,
    type: T,
    handle: (event: EventOf<T>) => Promise<void>,
  ): void;
}
