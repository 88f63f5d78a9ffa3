import type { StatementSync } from 'node:sqlite';
import { FILE_STATES } from '@filemill/core';
import type { Database } from '../database.ts';

/** Every statement of the job store. Each finds its rows by an index, so that its cost is that of what it returns. */
export const STATEMENTS = {
  insertJob: `
    INSERT INTO jobs (job_id, owner, state, since, created_at, round, idempotency_key, members)
    VALUES (:job_id, :owner, :state, :since, :created_at, :round, :idempotency_key, :members)`,
  updateJob: `
    UPDATE jobs SET state = :state, since = :since, round = :round, members = :members WHERE job_id = :job_id`,
  getJob: `SELECT * FROM jobs WHERE job_id = :jobId`,
  getJobByKey: `SELECT * FROM jobs WHERE owner = :owner AND idempotency_key = :key`,
  deleteJob: `DELETE FROM jobs WHERE job_id = :jobId`,
  listJobs: `
    SELECT * FROM jobs WHERE owner = :owner AND state NOT IN ('draft', 'deleting')
    AND (created_at, job_id) < (:createdAt, :jobId) ORDER BY created_at DESC, job_id DESC LIMIT :limit`,
  listJobsByState: `
    SELECT * FROM jobs WHERE state = :state AND since < :before
    AND (since, job_id) > (:since, :jobId) ORDER BY since, job_id LIMIT :limit`,

  insertCounts: `INSERT INTO job_counts (job_id) VALUES (:jobId)`,
  getCounts: `SELECT ${FILE_STATES.join(', ')} FROM job_counts WHERE job_id = :jobId`,
  addCounts: `
    UPDATE job_counts SET ${FILE_STATES.map((state) => `${state} = ${state} + :${state}`).join(', ')}
    WHERE job_id = :jobId`,
  countByState: `SELECT state, count(*) AS files FROM files WHERE job_id = :jobId GROUP BY state`,
  setCounts: `
    UPDATE job_counts SET ${FILE_STATES.map((state) => `${state} = :${state}`).join(', ')} WHERE job_id = :jobId`,
  deleteCounts: `DELETE FROM job_counts WHERE job_id = :jobId`,

  insertFile: `
    INSERT INTO files (job_id, file_id, state, since, attempt, lease_until, members)
    VALUES (:job_id, :file_id, :state, :since, :attempt, :lease_until, :members)`,
  updateFile: `
    UPDATE files SET state = :state, since = :since, attempt = :attempt, lease_until = :lease_until, members = :members
    WHERE job_id = :job_id AND file_id = :file_id`,
  getFile: `SELECT * FROM files WHERE job_id = :jobId AND file_id = :fileId`,
  listFiles: `
    SELECT * FROM files WHERE job_id = :jobId AND file_id > :fileId ORDER BY file_id LIMIT :limit`,
  listFilesByState: `
    SELECT * FROM files WHERE job_id = :jobId AND state = :state AND file_id > :fileId
    ORDER BY file_id LIMIT :limit`,
  listExpiredLeases: `
    SELECT * FROM files WHERE state = 'running' AND lease_until IS NOT NULL AND lease_until < :before
    AND (lease_until, job_id, file_id) > (:leaseUntil, :jobId, :fileId)
    ORDER BY lease_until, job_id, file_id LIMIT :limit`,
  deleteFiles: `
    DELETE FROM files WHERE rowid IN
      (SELECT rowid FROM files WHERE job_id = :jobId ORDER BY file_id LIMIT :limit)
    RETURNING *`,

  getOwner: `SELECT owner FROM jobs WHERE job_id = :jobId`,
  addFailure: `
    INSERT INTO failures (owner, fingerprint, cause, count, first_seen, last_seen)
    VALUES (:owner, :fingerprint, :cause, 1, :at, :at)
    ON CONFLICT (owner, fingerprint) DO UPDATE SET count = count + 1, last_seen = max(last_seen, excluded.last_seen)`,
  removeFailure: `UPDATE failures SET count = count - 1 WHERE owner = :owner AND fingerprint = :fingerprint`,
  dropFailure: `DELETE FROM failures WHERE owner = :owner AND fingerprint = :fingerprint AND count = 0`,
  insertFailedFile: `
    INSERT INTO failed_files (owner, fingerprint, job_id, file_id) VALUES (:owner, :fingerprint, :jobId, :fileId)`,
  deleteFailedFile: `
    DELETE FROM failed_files
    WHERE owner = :owner AND fingerprint = :fingerprint AND job_id = :jobId AND file_id = :fileId`,
  listFailures: `
    SELECT failures.*, job_id, file_id FROM failures JOIN failed_files ON (failed_files.rowid) = (
      SELECT rowid FROM failed_files AS one
      WHERE one.owner = failures.owner AND one.fingerprint = failures.fingerprint
      ORDER BY one.job_id, one.file_id LIMIT 1)
    WHERE failures.owner = :owner AND failures.fingerprint > :fingerprint
    ORDER BY failures.fingerprint LIMIT :limit`,
  listFilesByCause: `
    SELECT files.* FROM failed_files AS failed CROSS JOIN files
      ON files.job_id = failed.job_id AND files.file_id = failed.file_id
    WHERE failed.owner = :owner AND failed.fingerprint = :fingerprint
      AND (failed.job_id, failed.file_id) > (:jobId, :fileId)
    ORDER BY failed.job_id, failed.file_id LIMIT :limit`,

  putReusable: `
    INSERT INTO reusable_results (reuse_key, job_id, members) VALUES (:key, :jobId, :members)
    ON CONFLICT (reuse_key) DO UPDATE SET job_id = excluded.job_id, members = excluded.members`,
  getReusable: `SELECT members FROM reusable_results WHERE reuse_key = :key`,
  deleteReusable: `
    DELETE FROM reusable_results WHERE rowid IN
      (SELECT rowid FROM reusable_results WHERE job_id = :jobId LIMIT :limit)`,
} as const;

export type Statements = Record<keyof typeof STATEMENTS, StatementSync>;

export function prepareStatements(db: Database): Statements {
  return Object.fromEntries(
    Object.entries(STATEMENTS).map(([name, sql]) => [name, db.prepare(sql)]),
  ) as Statements;
}
