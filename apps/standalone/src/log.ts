import type { Log } from '@filemill/core';

const LEVELS = ['info', 'warn', 'error'] as const;
type Level = (typeof LEVELS)[number];

/** JSON lines on a stream, from a level upwards. */
export function createLog(lowest: Level, out: NodeJS.WritableStream = process.stderr): Log {
  const write = (level: Level) =>
    LEVELS.indexOf(level) < LEVELS.indexOf(lowest)
      ? () => undefined
      : (event: string, members: Record<string, unknown> = {}) => {
          out.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...members })}\n`);
        };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
