import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FilemillError } from '@filemill/core';

/**
 * Makes this process the only one that writes into a data folder. Throws `storage.in_use`, naming the other process,
 * while another one does; the answer is a function that lets go.
 *
 * The lock is a transaction that is never ended, on a database that holds nothing: the operating system drops it
 * however the process ends, so it can't be left behind as a lock file can. The number beside it is only for the
 * message. (Reading the lock's own file would let go of it: POSIX drops a file's locks when any handle of it closes.)
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const pidPath = join(folder, 'filemill.pid');
  const lock = new DatabaseSync(join(folder, 'filemill.lock'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    throw new FilemillError(
      'storage.in_use',
      `The data folder ${folder} is in use by another Filemill (process ${readPid(pidPath)}). ` +
        'Stop that one, or give this one another folder.',
      { cause },
    );
  }
  try {
    writeFileSync(pidPath, `${process.pid}\n`);
  } catch (error) {
    lock.close();
    throw error;
  }
  return () => lock.close();
}

function isBusy(thrown: unknown): boolean {
  const SQLITE_BUSY = 5;
  return thrown instanceof Error && 'errcode' in thrown && thrown.errcode === SQLITE_BUSY;
}

function readPid(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'unknown'; // it has the lock, but hasn't written its number yet
  }
}
