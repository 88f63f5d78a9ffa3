import { FilemillError } from '@filemill/core';

const SQLITE_FULL = 13;

/** What SQLite throws, as an error that says what to do. Others pass through. */
export function storageError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('errcode' in thrown)) return thrown;
  if (thrown.errcode === SQLITE_FULL) {
    return new FilemillError(
      'storage.full',
      'The disk that holds the data folder has no room left. Nothing was lost; free some space and try again.',
      { cause: thrown },
    );
  }
  return new FilemillError('internal', 'The database could not be read or written.', { cause: thrown });
}
