import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { FileDetailView } from '@filemill/rpc/client';

/** A line of the log. */
export interface LogLine {
  time: string;
  level: string;
  event: string;
  jobId?: string;
  fileId?: string;
  attempt?: number;
  [member: string]: unknown;
}

export interface StoryOf {
  jobId: string;
  /** Only this file, and what concerns the job as a whole. */
  fileId?: string;
}

/** The lines of log files that belong to a job's story, as they were written. */
export async function* storyLines(paths: Iterable<string>, of: StoryOf): AsyncGenerator<LogLine> {
  for (const path of paths) {
    for await (const text of createInterface({ input: createReadStream(path) })) {
      const line = parseLine(text, of);
      if (line) yield line;
    }
  }
}

/** A line if it belongs to the story. Most don't, so they are told by their text, which is cheap. */
export function parseLine(text: string, { jobId, fileId }: StoryOf): LogLine | undefined {
  if (!text.includes(jobId)) return undefined;
  let line: LogLine;
  try {
    line = JSON.parse(text) as LogLine;
  } catch {
    return undefined; // cut off by a kill
  }
  const isOfJob = line.jobId === jobId || String(line.key ?? '').includes(jobId);
  const isOfFile = !fileId || !line.fileId || line.fileId === fileId;
  return isOfJob && isOfFile ? line : undefined;
}

/** What the store knows of a file's attempts, as lines of the log; they tell what a log that is gone can't any more. */
export function attemptLines({ file, attempts }: FileDetailView): LogLine[] {
  const { jobId, fileId } = file;
  return attempts.flatMap(({ attempt, startedAt, endedAt, error }, i) => {
    const ids = { jobId, fileId, attempt };
    const isLast = i === attempts.length - 1;
    const event = error
      ? isLast && file.state === 'failed'
        ? 'file.failed'
        : 'file.retried'
      : 'file.succeeded';
    const began: LogLine = { time: startedAt, level: 'info', event: 'file.running', ...ids };
    if (!endedAt) return [began];
    const ended: LogLine = { time: endedAt, level: error ? 'warn' : 'info', event, ...ids };
    return [began, error ? { ...ended, code: error.code, error: error.message } : ended];
  });
}

/** One story of what both tell, in the order of time; what the log has is not told twice. */
export function mergeStory(logged: LogLine[], stored: LogLine[]): LogLine[] {
  const keyOf = ({ event, fileId, attempt }: LogLine) => `${event} ${fileId} ${attempt}`;
  const known = new Set(logged.map(keyOf));
  const missing = stored.filter((line) => !known.has(keyOf(line)));
  return [...logged, ...missing].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}
