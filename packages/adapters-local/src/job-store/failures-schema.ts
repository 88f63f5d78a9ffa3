/** Failures by cause: one row a group with its count, and one a failed file that leads from the group to it. */
export const FAILURES_SCHEMA = `
  CREATE TABLE failures (
    owner TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    cause TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    PRIMARY KEY (owner, fingerprint)
  ) WITHOUT ROWID;
  CREATE TABLE failed_files (
    owner TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    job_id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    PRIMARY KEY (owner, fingerprint, job_id, file_id)
  );
`;
