import type { ErrorRecord, Limits, MediaInfo, Progress } from '@filemill/core';
import type { RoomOutput, RoomRequest } from '../room.ts';

/** The families of engines; a worker process serves one of them. */
export const ROLES = ['media', 'text', 'vision', 'speech'] as const;
export type Role = (typeof ROLES)[number];

/** What a worker can be asked to do: a call's name, what goes in, and what comes out. One at a time. */
export interface Calls {
  inspect: { input: { path: string; name: string }; output: MediaInfo };
  run: { input: RoomRequest; output: RoomOutput };
}
export type CallName = keyof Calls;
export type Call = { [N in CallName]: { name: N; input: Calls[N]['input'] } }[CallName];

/** Sent once, before anything else. */
export interface WorkerSettings {
  /** URL of the module that exports the room (`RoomModule`). */
  room: string;
  limits: Limits;
  cores: number;
  modelsDir?: string;
}

/** From the host to a worker. */
export type ToWorker =
  | { type: 'settings'; settings: WorkerSettings }
  | { type: 'call'; call: Call }
  /** The oldest unanswered `want-core` is granted. */
  | { type: 'core' }
  | { type: 'cancel' };

/** From a worker to the host. */
export type FromWorker =
  | { type: 'want-core' }
  | { type: 'return-core' }
  | { type: 'progress'; progress: Progress }
  | { type: 'done'; output: Calls[CallName]['output'] }
  | { type: 'failed'; error: ErrorRecord };
