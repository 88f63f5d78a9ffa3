import { estimateTimeLeft, type Sample, type TimeLeft } from '@filemill/ui';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { isActive, runningFilesQuery } from '../api/jobs.ts';
import { shareDone } from '../api/state.ts';
import type { JobView } from '../api/types.ts';

export interface JobProgressState {
  /** 0..1, by work done; files under way count with their share. */
  share: number;
  /** What is happening now. */
  note: string | undefined;
  timeLeft: TimeLeft | undefined;
}

/** How far a job is, as seen since its page was opened. */
export function useJobProgress(job: JobView): JobProgressState {
  const running = useQuery(runningFilesQuery(job.jobId, job.state === 'running'));
  const files = running.data ?? [];
  const partial = files.reduce(
    (sum, { progress }) => sum + (progress ? progress.done / Math.max(progress.total, 1) : 0),
    0,
  );
  const share = shareDone(job, isActive(job) ? Math.min(partial, job.counts.running ?? 0) : 0);
  const current = files.find((file) => file.progress) ?? files[0];
  return {
    share,
    note: current && [current.name, current.progress?.note].filter(Boolean).join(': '),
    timeLeft: useTimeLeft(job.state === 'running' ? Date.parse(job.since) : undefined, share),
  };
}

const MAX_SAMPLES = 600;

/** Collects how the share grows. The first sample is the start of the work: nothing was done then. */
function useTimeLeft(startedAt: number | undefined, share: number): TimeLeft | undefined {
  const samples = useRef<Sample[]>([]);
  if (startedAt === undefined) {
    samples.current = [];
    return undefined;
  }
  if (samples.current.length === 0) samples.current.push({ at: startedAt, share: 0 });
  const last = samples.current.at(-1)!;
  if (share > last.share) samples.current.push({ at: Date.now(), share });
  if (samples.current.length > MAX_SAMPLES) samples.current.splice(1, MAX_SAMPLES / 2);
  return estimateTimeLeft(samples.current);
}
