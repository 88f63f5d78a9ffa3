import { FilemillError, NO_FILES, type FileCounts, type FileRecord, type JobRecord } from '@filemill/core';
import { fromFileRow, fromJobRow, toFileRow, toJobRow, type FileRow, type JobRow } from './rows.ts';
import { createFailureGroups, withCause } from './failures.ts';
import type { Statements } from './statements.ts';

/** Reads and writes of single records, synchronous: those that write are called inside `db.write`. */
export function createRecords(sql: Statements) {
  const failures = createFailureGroups(sql);

  function readJob(jobId: string): JobRecord | undefined {
    const row = sql.getJob.get({ jobId });
    return row && fromJobRow(row as unknown as JobRow);
  }

  function readFile(jobId: string, fileId: string): FileRecord | undefined {
    const row = sql.getFile.get({ jobId, fileId });
    return row && fromFileRow(row as unknown as FileRow);
  }

  function addCounts(jobId: string, deltas: Partial<FileCounts>): void {
    sql.addCounts.run({ jobId, ...NO_FILES, ...deltas });
  }

  function writeJob(job: JobRecord): JobRecord {
    const row = toJobRow(job);
    const { job_id, state, since, round, members } = row;
    sql.updateJob.run({ job_id, state, since, round, members });
    return fromJobRow(row);
  }

  function writeFile(file: FileRecord): FileRecord {
    const row = toFileRow(file);
    sql.updateFile.run({ ...row });
    return fromFileRow(row);
  }

  /** Writes a file after a move, and puts it under the cause that it has now. */
  function writeMoved(before: FileRecord, after: FileRecord): FileRecord {
    const written = writeFile(withCause(after));
    failures.follow(before, written);
    return written;
  }

  function insertFile(file: FileRecord): void {
    if (readFile(file.jobId, file.fileId)) return;
    const state = readJob(file.jobId)?.state;
    if (state !== 'draft') {
      throw state
        ? new FilemillError('job.wrong_state', 'The manifest of the job is frozen; no file can be added.')
        : new FilemillError('job.not_found', 'There is no such job.');
    }
    sql.insertFile.run({ ...toFileRow(file) });
    addCounts(file.jobId, { [file.state]: 1 });
  }

  /** Removes up to `limit` files of a job and gives them. */
  function removeFiles(jobId: string, limit: number): { fileId: string }[] {
    const rows = sql.deleteFiles.all({ jobId, limit }) as unknown as FileRow[];
    const gone: Partial<FileCounts> = {};
    for (const row of rows) {
      gone[row.state] = (gone[row.state] ?? 0) - 1;
      failures.remove(fromFileRow(row));
    }
    addCounts(jobId, gone);
    return rows.map(({ file_id }) => ({ fileId: file_id }));
  }

  return { readJob, readFile, writeJob, writeFile, writeMoved, insertFile, removeFiles, addCounts };
}
