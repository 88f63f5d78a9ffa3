import { access, constants } from 'node:fs/promises';
import { FilemillError, toErrorRecord, type ErrorRecord } from '@filemill/core';

/** Throws `file.unreadable` for a file that is gone or that this user may not read; the engines would blame themselves. */
export async function checkReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (cause) {
    const isGone = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new FilemillError(
      'file.unreadable',
      isGone ? 'The file is no longer there.' : 'The file cannot be read. Check its permissions.',
      { cause },
    );
  }
}

/** Any failure of the work on a file as a record; says so where it was the outputs that could not be written. */
export function toFileError(thrown: unknown): ErrorRecord {
  return toErrorRecord(thrown instanceof FilemillError ? thrown : (whyNotWritten(thrown) ?? thrown));
}

function whyNotWritten(thrown: unknown): FilemillError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { code, message } = thrown as NodeJS.ErrnoException;
  if (code === undefined) return undefined; // not the file system's
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const advice = 'The disk of the output folder is full. Make room, and run the command again to go on.';
    return new FilemillError('storage.full', advice, { cause: thrown });
  }
  return new FilemillError('internal', `The outputs could not be written: ${message}.`, { cause: thrown });
}
