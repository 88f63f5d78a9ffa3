import type {
  Analysis,
  AnalysisOptions,
  ErrorRecord,
  Limits,
  MediaInfo,
  PreviewFile,
  Progress,
} from '@filemill/core';

/**
 * A **room** is one family of engines (media, text, vision, speech). It runs inside a worker process of its own, so
 * that its crash, hang or hunger costs one attempt of one file. The host (../host) starts the workers and speaks to
 * them in the messages of ../host/protocol.ts; a room knows nothing of processes.
 */
export interface RoomRequest {
  path: string;
  name: string;
  media: MediaInfo;
  /** Those that this room can do, in order. */
  analyses: Analysis[];
  options: AnalysisOptions;
  /** Outputs go here, as `<analysis>.json`. */
  outDir: string;
}

export interface RoomContext {
  limits: Limits;
  /** Processor cores that all workers share. */
  cores: number;
  /** A folder of models that replace the packaged ones (../models/catalogue.ts). */
  modelsDir?: string;
  /** Raised when the file is cancelled. A room that goes on regardless is killed a moment later. */
  signal: AbortSignal;
  /**
   * Waits until one of the machine's cores is free for this worker, runs the work and gives the core back. Rooms wrap
   * each heavy step of at most a few seconds (one page, one window of sound) in it; a room with several such steps at
   * once uses as many cores as nobody else needs. Never nest it.
   */
  withCore<T>(work: () => Promise<T>): Promise<T>;
  progress(progress: Progress): void;
}

export interface RoomOutput {
  results: { analysis: Analysis; path: string; engine: { name: string; version: string }; seconds: number }[];
  failures: { analysis: Analysis; error: ErrorRecord }[];
  previews?: PreviewFile[];
}

export type Room = (request: RoomRequest, context: RoomContext) => Promise<RoomOutput>;

/** Finds out what a file is; see `Engines.inspect`. */
export type Inspect = (file: { path: string; name: string }, context: RoomContext) => Promise<MediaInfo>;

/** What `<room>/room.ts` exports. Only the media room looks inside files. */
export interface RoomModule {
  run: Room;
  inspect?: Inspect;
}
