/**
 * The catalogue of metrics: everything that Filemill measures, in one table. Units are CloudWatch's, names are
 * Prometheus's once prefixed by `filemill_`; labels have few values each, never an id, since each combination is a
 * series that is kept and paid for.
 *
 * A **counter** only grows; a **gauge** is how much there is now; a **histogram** holds how many values fell between
 * which bounds, so that quantiles of any period can be told afterwards.
 */
export type MetricKind = 'counter' | 'gauge' | 'histogram';
export type MetricUnit = 'Count' | 'Seconds' | 'Bytes';

export interface MetricDefinition {
  kind: MetricKind;
  unit: MetricUnit;
  labels: readonly string[];
  meaning: string;
}

export const METRICS = {
  files_accepted_total: counter('Count', [], 'Files of jobs whose manifest was frozen.'),
  bytes_accepted_total: counter('Bytes', [], 'Bytes that those manifests announce.'),
  files_ended_total: counter(
    'Count',
    ['state'],
    'Files that reached a terminal state: succeeded, failed, cancelled.',
  ),
  bytes_ended_total: counter('Bytes', ['state'], 'Bytes of those files.'),
  jobs_ended_total: counter('Count', ['state'], 'Jobs that ended: succeeded, partial, failed, cancelled.'),
  attempts_total: counter(
    'Count',
    ['outcome'],
    'Attempts to analyse a file, by outcome: succeeded, failed, retried (the next attempt follows), lost (its lease ended) or cancelled.',
  ),
  failures_total: counter(
    'Count',
    ['code', 'stage', 'engine'],
    'Files that failed, by error code, stage of the path and engine (empty outside of engines).',
  ),
  engine_seconds_total: counter(
    'Seconds',
    ['engine', 'analysis'],
    'Time that engines worked on files that succeeded.',
  ),
  reused_files_total: counter('Count', [], 'Files whose results were those of an equal file: no engine ran.'),
  reused_engine_seconds_total: counter('Seconds', [], 'Engine time that those files would have taken.'),
  api_requests_total: counter(
    'Count',
    ['procedure', 'code'],
    'Calls of the API, by procedure and HTTP status.',
  ),
  api_seconds: histogram(['procedure'], 'How long a call of the API took.'),
  job_stage_seconds: histogram(
    ['stage'],
    'How long a job was in a stage: uploading, ready, queued, running, and notify (from its end to the e-mail).',
  ),
  file_stage_seconds: histogram(
    ['stage'],
    'How long a file was in a stage: pending (its upload), uploaded (until it has a task), queued (until a worker takes it), running (one attempt).',
  ),
  queue_messages: gauge(
    'Count',
    ['queue', 'state'],
    'Messages on a queue: visible, in_flight, delayed, dead.',
  ),
  queue_oldest_seconds: gauge(
    'Seconds',
    ['queue'],
    'Age of the oldest message that is not dead; 0 when empty.',
  ),
  open_jobs: gauge('Count', ['state'], 'Jobs in each state that must pass, up to 1,000.'),
  open_jobs_oldest_seconds: gauge('Seconds', ['state'], 'How long the oldest of them has been in its state.'),
  upload_stalls: gauge('Count', [], 'Jobs that are uploading and have taken in no file for 15 minutes.'),
  conservation_gap: gauge(
    'Count',
    [],
    'Files of open jobs that are in no state, or in two: accepted − (waiting + running + ended), summed over jobs. Always 0.',
  ),
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
export type MetricOf<K extends MetricKind> = {
  [N in MetricName]: (typeof METRICS)[N]['kind'] extends K ? N : never;
}[MetricName];
/** A value for each label that the catalogue gives the metric. */
export type LabelsOf<N extends MetricName> = Record<(typeof METRICS)[N]['labels'][number], string>;

/** Upper bounds of a histogram's buckets in seconds: three a decade, from a millisecond to a day and more. */
export const BUCKET_SECONDS = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000,
  5_000, 10_000, 20_000, 50_000, 100_000,
] as const;

function counter<const L extends string[]>(unit: MetricUnit, labels: L, meaning: string) {
  return { kind: 'counter', unit, labels, meaning } as const;
}

function gauge<const L extends string[]>(unit: MetricUnit, labels: L, meaning: string) {
  return { kind: 'gauge', unit, labels, meaning } as const;
}

function histogram<const L extends string[]>(labels: L, meaning: string) {
  return { kind: 'histogram', unit: 'Seconds', labels, meaning } as const;
}
