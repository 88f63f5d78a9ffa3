import type { FileRecord, FileState, JobRecord, JobState } from '@filemill/core';

/** A row of `jobs`: what conditions and indexes need as columns, the other members as JSON. */
export interface JobRow {
  job_id: string;
  owner: string;
  state: JobState;
  since: string;
  created_at: string;
  round: number;
  idempotency_key: string | null;
  members: string;
}

export function toJobRow(job: JobRecord): JobRow {
  const { jobId, owner, state, since, createdAt, round, idempotencyKey, ...members } = job;
  return {
    job_id: jobId,
    owner,
    state,
    since,
    created_at: createdAt,
    round,
    idempotency_key: idempotencyKey ?? null,
    members: JSON.stringify(members),
  };
}

export function fromJobRow(row: JobRow): JobRecord {
  return {
    jobId: row.job_id,
    owner: row.owner,
    state: row.state,
    since: row.since,
    createdAt: row.created_at,
    round: row.round,
    ...(row.idempotency_key !== null && { idempotencyKey: row.idempotency_key }),
    ...JSON.parse(row.members),
  };
}

/** A row of `files`, likewise. */
export interface FileRow {
  job_id: string;
  file_id: string;
  state: FileState;
  since: string;
  attempt: number;
  lease_until: string | null;
  members: string;
}

export function toFileRow(file: FileRecord): FileRow {
  const { jobId, fileId, state, since, attempt, leaseUntil, ...members } = file;
  return {
    job_id: jobId,
    file_id: fileId,
    state,
    since,
    attempt,
    lease_until: leaseUntil ?? null,
    members: JSON.stringify(members),
  };
}

export function fromFileRow(row: FileRow): FileRecord {
  return {
    jobId: row.job_id,
    fileId: row.file_id,
    state: row.state,
    since: row.since,
    attempt: row.attempt,
    ...(row.lease_until !== null && { leaseUntil: row.lease_until }),
    ...JSON.parse(row.members),
  };
}
