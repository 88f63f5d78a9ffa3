import { spawnSync } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

const MB = 1_048_576;

/** Mounts a small file system of memory on a folder, where this process may; false where it may not. */
export function mountSmallDisk(dir: string, megabytes: number): boolean {
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', dir]);
  return status === 0;
}

export function unmount(dir: string): void {
  const { status, stderr } = spawnSync('umount', [dir]);
  if (status !== 0) throw new Error(`${dir} could not be unmounted: ${String(stderr)}`);
}

/** Takes all room that is left on the disk of a folder; the answer gives it back. */
export async function fillDisk(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, 'ballast');
  const file = await open(path, 'w');
  try {
    for (let size = MB; size >= 4096;) {
      const written = await file.write(Buffer.alloc(size)).catch(full);
      if (!written) size /= 4;
    }
  } finally {
    await file.close();
  }
  return () => rm(path, { force: true });
}

function full(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOSPC') throw error;
}
