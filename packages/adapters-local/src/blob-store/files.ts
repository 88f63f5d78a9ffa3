import { randomBytes } from 'node:crypto';
import { constants, mkdirSync } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  type FileHandle,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bucket } from '@filemill/core';

/**
 * The files that hold objects' bytes: `incoming/<file>` while being written and until a row owns them, then
 * `<bucket>/<first two digits>/<file>`. A file is never changed once an object has it; that is what makes hard links
 * to it safe.
 */
export class ObjectFiles {
  readonly #dir: string;
  readonly #folders = new Set<string>();

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(join(dir, 'incoming'), { recursive: true, mode: 0o700 });
  }

  /** A new, empty file in `incoming`, open for writing. */
  async create(): Promise<{ file: string; handle: FileHandle }> {
    const file = randomBytes(16).toString('hex');
    return { file, handle: await open(this.#incoming(file), 'wx+', 0o600) };
  }

  /** Opens a file in `incoming` for more writing. */
  reopen(file: string): Promise<FileHandle> {
    return open(this.#incoming(file), 'r+');
  }

  /** Brings a file and its name to the disk for good. */
  async seal(handle: FileHandle): Promise<void> {
    await handle.sync();
    await syncFolder(join(this.#dir, 'incoming'));
  }

  /**
   * Moves a file that an object owns now from `incoming` to its bucket, read-only, since hard links hand out the file
   * itself. One that is gone has been moved before, or its object is deleted again.
   */
  async place(bucket: Bucket, file: string): Promise<void> {
    await chmod(this.#incoming(file), 0o400).catch(unlessMissing);
    const placed = this.#placed(bucket, file);
    await this.#makeFolder(dirname(placed));
    await rename(this.#incoming(file), placed).catch(unlessMissing);
  }

  /** Opens a file for reading; undefined where it is missing. */
  open(bucket: Bucket, file: string): Promise<FileHandle | undefined> {
    return this.#locate(bucket, file, (path) => open(path, 'r'));
  }

  /** Bytes of a file; undefined where it is missing. */
  sizeOf(bucket: Bucket, file: string): Promise<number | undefined> {
    return this.#locate(bucket, file, async (path) => (await stat(path)).size);
  }

  /** Makes `path` the file's bytes: by a hard link, or by a copy where that can't be. False where it is missing. */
  async linkTo(bucket: Bucket, file: string, path: string): Promise<boolean> {
    await rm(path, { force: true });
    const done = await this.#locate(bucket, file, async (source) => {
      await link(source, path).catch(async (error: NodeJS.ErrnoException) => {
        if (!CANNOT_LINK.has(error.code ?? '')) throw error;
        await copyFile(source, path, constants.COPYFILE_FICLONE);
      });
      return true;
    });
    return done ?? false;
  }

  /** Removes a file wherever it is; one that is gone already is no error. */
  async remove(bucket: Bucket, file: string): Promise<void> {
    await this.discard(file); // first: `place` may be moving it from here to there
    await rm(this.#placed(bucket, file), { force: true });
  }

  /** Removes a file from `incoming`. */
  async discard(file: string): Promise<void> {
    await rm(this.#incoming(file), { force: true });
  }

  listIncoming(): Promise<string[]> {
    return readdir(join(this.#dir, 'incoming'));
  }

  /** A file is in its bucket, or, in the moment between commit and move, still in `incoming`. */
  async #locate<T>(bucket: Bucket, file: string, use: (path: string) => Promise<T>): Promise<T | undefined> {
    const placed = this.#placed(bucket, file);
    for (const path of [placed, this.#incoming(file), placed]) {
      const found = await use(path).catch(unlessMissing);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #makeFolder(folder: string): Promise<void> {
    if (this.#folders.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#folders.add(folder);
  }

  #incoming(file: string): string {
    return join(this.#dir, 'incoming', file);
  }

  #placed(bucket: Bucket, file: string): string {
    return join(this.#dir, bucket, file.slice(0, 2), file);
  }
}

/** Another file system, one without hard links, or one more link than it allows. */
const CANNOT_LINK = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS']);

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Brings the names in a folder to the disk for good. */
export async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
