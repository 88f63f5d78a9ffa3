import type { Log } from '@filemill/core';
import { createLineBuffer, type LineBuffer } from './log/line-buffer.ts';

const LEVELS = ['info', 'warn', 'error'] as const;
type Level = (typeof LEVELS)[number];

export interface ProcessLog extends Log {
  /** Writes what waits; called at the end. */
  flush(): void;
}

export interface LogOptions {
  /** For people who watch: lines from the level upwards. By default standard error. */
  out?: { write(text: string): unknown };
  /** To be looked at later: every line, whatever the level. */
  files?: (text: string) => void;
}

/** JSON lines: `time`, `level`, `event`, then ids and figures. Errors are written at once, others within moments. */
export function createLog(lowest: Level, { out = process.stderr, files }: LogOptions = {}): ProcessLog {
  const shown = createLineBuffer((text) => void out.write(text));
  const kept = files && createLineBuffer(files);
  const sinksOf = (level: Level): LineBuffer[] => [
    ...(LEVELS.indexOf(level) < LEVELS.indexOf(lowest) ? [] : [shown]),
    ...(kept ? [kept] : []),
  ];
  const write = (level: Level) => {
    const sinks = sinksOf(level);
    return (event: string, members: Record<string, unknown> = {}) => {
      if (sinks.length === 0) return;
      const line = JSON.stringify({ time: new Date().toISOString(), level, event, ...members });
      for (const sink of sinks) {
        sink.add(line);
        if (level === 'error') sink.flush();
      }
    };
  };
  const flush = () => {
    shown.flush();
    kept?.flush();
  };
  return { info: write('info'), warn: write('warn'), error: write('error'), flush };
}
