import { failureCause } from '../failure-cause.ts';
import { isTerminalFile, type FileRecord, type FileState } from '../file.ts';
import { isEndedJob, type JobRecord, type JobState } from '../job.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';

interface Sinks {
  metrics: Metrics;
  log: Log;
}

/**
 * A job store that measures and logs each transition that it makes. Every change of a job or file is one conditional
 * write that tells exactly one caller that it was the one, so here, and nowhere else, each is counted once.
 */
export function observeJobStore(jobs: JobStore, sinks: Sinks): JobStore {
  return {
    ...jobs,
    async moveJob(move) {
      const moved = await jobs.moveJob(move);
      if (moved.applied && moved.job && moved.left) observeJob(sinks, moved.job, moved.left);
      return moved;
    },
    async moveFile(move) {
      const moved = await jobs.moveFile(move);
      if (moved.applied && moved.file && moved.left) observeFile(sinks, moved.file, moved.left);
      return moved;
    },
  };
}

const JOB_STAGES = ['uploading', 'ready', 'queued', 'running'] as const satisfies JobState[];
const FILE_STAGES = ['pending', 'uploaded', 'queued', 'running'] as const satisfies FileState[];

function observeJob({ metrics, log }: Sinks, job: JobRecord, left: { state: JobState; since: string }): void {
  const { jobId, state, round, since } = job;
  const stage = JOB_STAGES.find((each) => each === left.state);
  const seconds = secondsBetween(left.since, since);
  if (stage && state !== left.state) metrics.observe('job_stage_seconds', { stage }, seconds);
  if (left.state === 'draft' && state === 'uploading') {
    metrics.count('files_accepted_total', {}, job.fileCount);
    metrics.count('bytes_accepted_total', {}, job.totalBytes);
    log.info('job.accepted', { jobId, files: job.fileCount, bytes: job.totalBytes });
    return;
  }
  if (isEndedJob(state)) metrics.count('jobs_ended_total', { state });
  log.info(`job.${state}`, { jobId, round, from: left.state, seconds });
}

function observeFile({ metrics, log }: Sinks, file: FileRecord, left: { state: FileState; since: string }) {
  const { jobId, fileId, attempt, state, since } = file;
  const stage = FILE_STAGES.find((each) => each === left.state);
  const seconds = secondsBetween(left.since, since);
  if (stage) metrics.observe('file_stage_seconds', { stage }, seconds);
  if (left.state === 'running') metrics.count('attempts_total', { outcome: outcomeOf(state) });
  if (isTerminalFile(state)) countEnd(metrics, file);
  if (state === 'queued' && left.state !== 'running') return; // its task went out: the next line says who took it
  const ids = { jobId, fileId, attempt, from: left.state, seconds };
  const error =
    state === 'failed' ? file.error : state === 'queued' ? file.attempts.at(-1)?.error : undefined;
  if (!error) return log.info(`file.${state === 'queued' ? 'retried' : state}`, ids);
  const { fingerprint: cause, code, engine } = failureCause(error);
  const [said] = (error.cause ?? '').split('\n', 1); // the store has the whole of it
  const why = { code, cause, ...(engine && { engine }), ...(said && { error: said }) };
  log.warn(`file.${state === 'queued' ? 'retried' : state}`, { ...ids, ...why });
}

/** What became of an attempt, by the state that the file went to. */
function outcomeOf(state: FileState): string {
  if (state === 'queued') return 'retried';
  return state === 'running' ? 'lost' : state;
}

function countEnd(metrics: Metrics, file: FileRecord): void {
  const { state, error, results, reusedSeconds } = file;
  metrics.count('files_ended_total', { state });
  metrics.count('bytes_ended_total', { state }, file.size);
  if (state === 'failed' && error) {
    const { code, stage, engine = '' } = failureCause(error);
    metrics.count('failures_total', { code, stage, engine });
  }
  if (state !== 'succeeded') return;
  if (reusedSeconds !== undefined) {
    metrics.count('reused_files_total', {});
    metrics.count('reused_engine_seconds_total', {}, reusedSeconds);
    return;
  }
  for (const { engine, analysis, seconds } of results) {
    metrics.count('engine_seconds_total', { engine: engine.name, analysis }, seconds);
  }
}

/** Two clocks may disagree: a stage takes no less than nothing. */
function secondsBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
}
