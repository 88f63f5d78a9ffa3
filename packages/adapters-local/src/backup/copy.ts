import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Another file system, one without hard links, or one more link than it allows. */
const CANNOT_LINK = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS']);

/** Bytes of a file; undefined where it is missing. */
export async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(unlessMissing);
  return found?.size;
}

/**
 * Makes `to` a hard link to `from`, or a copy where there can't be a link. `from` must be a file that is never changed.
 * False where it is missing.
 */
export async function linkOrCopy(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    await link(from, to);
    return true;
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException;
    if (code === 'EEXIST') return true;
    if (code === 'ENOENT') return false;
    if (!CANNOT_LINK.has(code)) throw thrown;
    return copyWhole(from, to);
  }
}

/** Copies a file so that `to` is there whole or not at all, and is on the disk for good. False where `from` is missing. */
export async function copyWhole(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const temporary = `${to}.part`;
  await rm(temporary, { force: true });
  const copied = await copyFile(from, temporary, constants.COPYFILE_FICLONE).then(() => true, unlessMissing);
  if (!copied) return false;
  await sync(temporary);
  await rename(temporary, to);
  return true;
}

/** Brings a file's bytes, or a folder's names, to the disk for good. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
