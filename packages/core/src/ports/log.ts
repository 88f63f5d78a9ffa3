/** Structured log lines. Members hold ids and figures, never tokens or a file's content. */
export interface Log {
  info(event: string, members?: Record<string, unknown>): void;
  warn(event: string, members?: Record<string, unknown>): void;
  error(event: string, members?: Record<string, unknown>): void;
}
