import { BLOB_STORE_SCHEMA } from '../blob-store/schema.ts';
import { METRICS_SCHEMA } from '../metrics/rows.ts';
import { FAILURES_SCHEMA } from '../job-store/failures-schema.ts';

/**
 * The schema's history: `filemill.sqlite` at `user_version` n has had the first n of these. Only ever append; a step
 * that a released version contains is never changed.
 *
 * Columns hold what conditions and indexes need; the other members of a record are JSON. Times that are compared with
 * a caller's are ISO 8601 text, a queue's own are milliseconds since 1970.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE jobs (
    job_id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    state TEXT NOT NULL,
    since TEXT NOT NULL,
    created_at TEXT NOT NULL,
    round INTEGER NOT NULL,
    idempotency_key TEXT,
    members TEXT NOT NULL
  );
  CREATE UNIQUE INDEX jobs_by_key ON jobs (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;
  CREATE INDEX jobs_by_owner ON jobs (owner, created_at, job_id) WHERE state NOT IN ('draft', 'deleting');
  CREATE INDEX jobs_by_state ON jobs (state, since, job_id);

  CREATE TABLE job_counts (
    job_id TEXT NOT NULL PRIMARY KEY,
    pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
    uploaded INTEGER NOT NULL DEFAULT 0 CHECK (uploaded >= 0),
    queued INTEGER NOT NULL DEFAULT 0 CHECK (queued >= 0),
    running INTEGER NOT NULL DEFAULT 0 CHECK (running >= 0),
    succeeded INTEGER NOT NULL DEFAULT 0 CHECK (succeeded >= 0),
    failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
    cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled >= 0)
  ) WITHOUT ROWID;

  CREATE TABLE files (
    job_id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    state TEXT NOT NULL,
    since TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    lease_until TEXT,
    members TEXT NOT NULL,
    PRIMARY KEY (job_id, file_id)
  );
  CREATE INDEX files_by_state ON files (job_id, state, file_id);
  CREATE INDEX files_by_lease ON files (lease_until, job_id, file_id)
    WHERE state = 'running' AND lease_until IS NOT NULL;

  CREATE TABLE reusable_results (
    reuse_key TEXT NOT NULL PRIMARY KEY,
    job_id TEXT NOT NULL,
    members TEXT NOT NULL
  );
  CREATE INDEX reusable_results_by_job ON reusable_results (job_id);

  CREATE TABLE queues (
    queue INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    next_id INTEGER NOT NULL DEFAULT 1,
    live INTEGER NOT NULL DEFAULT 0,
    dead INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE messages (
    queue INTEGER NOT NULL,
    id INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL DEFAULT 0,
    receipt TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (queue, id)
  ) WITHOUT ROWID;
  CREATE INDEX messages_by_visibility ON messages (queue, visible_at);
  CREATE TABLE dead_letters (
    queue INTEGER NOT NULL,
    id INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (queue, id)
  ) WITHOUT ROWID;
  `,
  BLOB_STORE_SCHEMA,
  FAILURES_SCHEMA,
  METRICS_SCHEMA,
  'ALTER TABLE messages DROP COLUMN receipt', // a receive is known by its count: rows need not grow with it
];
