import type { State } from '@filemill/ui';
import type { FileState, JobState, JobView } from './types.ts';

/** The core's states in the words that people see. */
const JOB_STATES: Record<JobState, State> = {
  draft: 'waiting',
  uploading: 'uploading',
  ready: 'queued',
  queued: 'queued',
  running: 'running',
  succeeded: 'done',
  partial: 'partial',
  failed: 'failed',
  cancelled: 'cancelled',
  cancelling: 'running',
  reopening: 'queued',
  deleting: 'running',
};

const FILE_STATES: Record<FileState, State> = {
  pending: 'waiting',
  uploaded: 'queued',
  queued: 'queued',
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

export const jobState = (state: JobState): State => JOB_STATES[state];
export const fileState = (state: FileState): State => FILE_STATES[state];

/** Files that have ended, of all: 0..1. `running` adds the shares of files under way. */
export function shareDone({ counts, fileCount }: Pick<JobView, 'counts' | 'fileCount'>, running = 0): number {
  const ended = (counts.succeeded ?? 0) + (counts.failed ?? 0) + (counts.cancelled ?? 0);
  return fileCount === 0 ? 0 : Math.min(1, (ended + running) / fileCount);
}
