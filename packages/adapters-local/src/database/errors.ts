import type { StatementSync } from 'node:sqlite';
import { FilemillError, type ErrorCode } from '@filemill/core';

/** SQLite's primary result codes (its "Result and Error Codes"); an extended code has more bits above the lowest 8. */
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

const CODE_OF_SQLITE: Record<number, ErrorCode> = {
  [SQLITE_FULL]: 'storage.full',
  [SQLITE_READONLY]: 'storage.read_only',
  [SQLITE_CORRUPT]: 'storage.damaged',
  [SQLITE_NOTADB]: 'storage.damaged',
};

const CODE_OF_SYSTEM: Record<string, ErrorCode> = {
  ENOSPC: 'storage.full',
  EDQUOT: 'storage.full',
  EROFS: 'storage.read_only',
};

/** What happened, and what to do now. */
const MESSAGES: Partial<Record<ErrorCode, string>> = {
  'storage.full':
    'The disk that holds the data folder has no room left. Nothing was lost; free some space and try again.',
  'storage.read_only':
    'The disk that holds the data folder cannot be written. Nothing was lost; make it writable and try again.',
  'storage.damaged':
    'The database is damaged. Stop the server, see what "filemill doctor" says, and restore the last backup.',
};

/** What SQLite or the file system throws, as an error that says what to do. Others pass through. */
export function storageError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof FilemillError) return thrown;
  const errcode = 'errcode' in thrown ? Number(thrown.errcode) & 0xff : undefined;
  const systemCode = 'code' in thrown ? String(thrown.code) : '';
  const code = CODE_OF_SYSTEM[systemCode] ?? (errcode === undefined ? undefined : CODE_OF_SQLITE[errcode]);
  const message = code && MESSAGES[code];
  if (code && message) return new FilemillError(code, message, { cause: thrown });
  if (errcode === undefined) return thrown;
  const text =
    errcode === SQLITE_IOERR || errcode === SQLITE_CANTOPEN
      ? 'The disk that holds the data folder fails. See the log, and what "filemill doctor" says.'
      : 'The database could not be read or written.';
  return new FilemillError('internal', text, { cause: thrown });
}

/** The statement, whose calls throw what `storageError` makes of SQLite's errors. */
export function withStorageErrors(statement: StatementSync): StatementSync {
  for (const name of ['get', 'all', 'run'] as const) {
    const call = statement[name].bind(statement) as (...args: unknown[]) => unknown;
    const value = (...args: unknown[]): unknown => {
      try {
        return call(...args);
      } catch (thrown) {
        throw storageError(thrown);
      }
    };
    Object.defineProperty(statement, name, { value });
  }
  return statement;
}
