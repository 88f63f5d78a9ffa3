import type { Analysis, AnalysisOptions, MediaInfo } from '../media.ts';
import type { ErrorRecord } from '../errors.ts';

/** How far the work on one file is. `done` of `total` in `unit`s; `total` may grow as more is known. */
export interface Progress {
  done: number;
  total: number;
  unit: 'pages' | 'seconds' | 'frames' | 'steps';
  /** What is happening now, in a few words: "reading page 3 of 12". */
  note: string;
}

export interface AnalyzeRequest {
  /** The original's bytes, as a local file that stays as it is while the work goes on. */
  path: string;
  /** The name that the person gave the file; for messages and as a hint where the content doesn't decide (CSV or plain text). */
  name: string;
  /** As `inspect` gave it for these bytes; found out anew if absent. */
  media?: MediaInfo;
  options: AnalysisOptions;
  /** An existing, empty folder; outputs are written into it. */
  outDir: string;
  /** Whether to make previews, for those who will show the file; default true. */
  previews?: boolean;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** One result, written as a file. */
export interface ResultFile {
  analysis: Analysis;
  /** JSON of one `Result`. */
  path: string;
  engine: { name: string; version: string };
  seconds: number;
}

/** Something made from the original for looking at it: a thumbnail, or pages that a browser can show. */
export interface PreviewFile {
  /** `thumbnail.webp`, `page-1.webp`, … */
  name: string;
  path: string;
  mediaType: string;
}

export interface FileAnalysis {
  media: MediaInfo;
  results: ResultFile[];
  previews: PreviewFile[];
  /** Analyses that failed while others of the same file succeeded. */
  failures: { analysis: Analysis; error: ErrorRecord }[];
}

/** Performs the analyses of one file. Safe to call again for the same file: equal bytes and options give an equal result. */
export interface Engines {
  /** Changes whenever equal bytes and options may give another result than before. */
  readonly version: string;
  /**
   * Looks inside a file: true type, size, hash, pages, duration. Throws FilemillError `file.*`, `image.*`,
   * `document.*`, `archive.*` or `media.*` when the file cannot be analysed, `engine.*` when looking itself failed.
   */
  inspect(path: string, name: string): Promise<MediaInfo>;
  /**
   * Runs every analysis that the options ask for and the kind allows. Throws as `inspect` does; `engine.*` errors
   * cost one attempt; `cancelled` when the signal was raised. If *all* analyses fail, throws the first one's error.
   */
  analyze(request: AnalyzeRequest): Promise<FileAnalysis>;
  /** Ends all workers. Work under way is cancelled. */
  close(): Promise<void>;
}
