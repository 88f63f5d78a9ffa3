import { FilemillError } from '@filemill/core';

const SQLITE_FULL = 13;
const DISK_FULL = new Set(['ENOSPC', 'EDQUOT']);

/** What SQLite or the file system throws, as an error that says what to do. Others pass through. */
export function storageError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const errcode = 'errcode' in thrown ? thrown.errcode : undefined;
  const code = 'code' in thrown ? String(thrown.code) : '';
  if (errcode === SQLITE_FULL || DISK_FULL.has(code)) {
    return new FilemillError(
      'storage.full',
      'The disk that holds the data folder has no room left. Nothing was lost; free some space and try again.',
      { cause: thrown },
    );
  }
  if (errcode === undefined) return thrown;
  return new FilemillError('internal', 'The database could not be read or written.', { cause: thrown });
}
