import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scratch } from '@filemill/core';

/** Scratch folders below one folder, which is emptied at the start: whatever is in it then is of a dead process. */
export async function createScratch(root: string): Promise<Scratch> {
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  return {
    async use(work) {
      const dir = await mkdtemp(join(root, 'work-'));
      try {
        return await work(dir);
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
    async folder(dir, name) {
      const path = join(dir, name);
      await mkdir(path);
      return path;
    },
  };
}
