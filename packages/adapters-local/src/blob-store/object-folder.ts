import type { FileHandle } from 'node:fs/promises';
import { FilemillError, iso, type Bucket, type Clock, type Log } from '@filemill/core';
import type { Database } from '../database.ts';
import { storageError } from '../database/errors.ts';
import { checkKey, tooLarge } from './failure.ts';
import { ObjectFiles } from './files.ts';
import { GarbageCollector } from './garbage.ts';
import { MultipartUploads } from './multipart.ts';
import { pour, writeAll } from './pour.ts';
import { blobRows, type BlobRows, type ObjectTarget, type StoredObject } from './rows.ts';

export interface ObjectFolderOptions {
  /** Folder for the bytes; made if need be. */
  dir: string;
  database: Database;
  clock: Clock;
  log: Log;
  /** Bytes. Larger objects are refused while they arrive. */
  maxObjectBytes: number;
  /**
   * Called for each complete object in the uploads bucket once it is durable, before its sender is answered. If it
   * throws, the sender gets the error and sends again; after a crash in between, nobody calls it again.
   */
  onCreated?: (object: { key: string; size: number; etag: string }) => Promise<void>;
}

/**
 * Buckets of objects in a folder: bytes in files, all else in the database. An object appears, is replaced and
 * disappears in one transaction, after its bytes are on the disk for good. Opened by `openObjectFolder`.
 */
export class ObjectFolder {
  readonly multipart: MultipartUploads;
  readonly #options: ObjectFolderOptions;
  readonly #files: ObjectFiles;
  readonly #rows: BlobRows;
  readonly #garbage: GarbageCollector;

  constructor(options: ObjectFolderOptions) {
    this.#options = options;
    this.#files = new ObjectFiles(options.dir);
    this.#rows = blobRows(options.database);
    this.#garbage = new GarbageCollector({ ...options, rows: this.#rows, files: this.#files });
    this.multipart = new MultipartUploads({
      ...options,
      rows: this.#rows,
      files: this.#files,
      publish: (object) => this.#publish(object),
    });
  }

  /** Throws where an object of so many bytes is past the limit; `write` would notice too, but later. */
  checkSize(bytes: number): void {
    if (bytes > this.#options.maxObjectBytes) throw tooLarge(this.#options.maxObjectBytes);
  }

  head(bucket: Bucket, key: string): StoredObject | undefined {
    return this.#rows.findObject(bucket, key);
  }

  /** Bytes of an object that are really there; undefined where there are none. */
  async storedSize(bucket: Bucket, key: string): Promise<number | undefined> {
    const object = this.head(bucket, key);
    return object && this.#files.sizeOf(bucket, object.file);
  }

  /** An object and its bytes, which stay readable through the handle even if the object is replaced or deleted. */
  async open(bucket: Bucket, key: string): Promise<{ object: StoredObject; handle: FileHandle }> {
    return this.#withBytes(bucket, key, async (object) => {
      const handle = await this.#files.open(bucket, object.file);
      return handle && { object, handle };
    });
  }

  /** Makes `path` a hard link to the object's bytes, or a copy of them where there can't be a link. */
  async linkTo(bucket: Bucket, key: string, path: string): Promise<void> {
    await this.#withBytes(bucket, key, async (object) => {
      return (await this.#files.linkTo(bucket, object.file, path)) || undefined;
    });
  }

  /** Stores an object. If `body` throws, nothing is stored and the error passes through. */
  async write(target: ObjectTarget, body: AsyncIterable<Uint8Array>): Promise<StoredObject> {
    checkKey(target.key);
    const { file, handle } = await this.#files
      .create()
      .catch((thrown) => Promise.reject(storageError(thrown)));
    try {
      const { size, md5 } = await pour(body, (chunk, position) => {
        this.checkSize(position + chunk.length);
        return writeAll(handle, chunk, position);
      });
      await this.#files.seal(handle);
      const object = { ...target, file, size, etag: md5, modifiedAt: this.#now(), uploadId: null };
      await this.#options.database.write(() => this.#rows.putObject(object));
      await this.#publish(object);
      return object;
    } catch (thrown) {
      if (this.#rows.bucketOfFile(file) === undefined) await this.#files.discard(file);
      throw storageError(thrown);
    } finally {
      await handle.close();
    }
  }

  /** Up to `limit` objects below `prefix` and behind the key `after`, in the order of their keys' bytes. */
  list(bucket: Bucket, page: { prefix: string; after: string; limit: number }): StoredObject[] {
    return this.#rows.listObjects(bucket, page);
  }

  async delete(bucket: Bucket, keys: string[]): Promise<void> {
    await this.#options.database.write(() => {
      for (const key of keys) this.#rows.deleteObject(bucket, key);
    });
    this.#garbage.collect();
  }

  /** Finishes what a crash has left half done, and drops multipart uploads that were forgotten. */
  async recover(): Promise<void> {
    await this.multipart.abortForgotten();
    const inUse = this.#rows.filesOfUploads();
    for (const file of await this.#files.listIncoming()) {
      const bucket = this.#rows.bucketOfFile(file);
      if (bucket) await this.#files.place(bucket, file);
      else if (!inUse.has(file)) await this.#files.discard(file);
    }
    this.#garbage.collect();
  }

  /** Waits until removed objects' files are gone. The database is closed by who opened it. */
  async close(): Promise<void> {
    await this.#garbage.idle();
  }

  /** What follows the commit of an object. */
  async #publish(object: StoredObject): Promise<void> {
    await this.#files.place(object.bucket, object.file);
    this.#garbage.collect();
    const { key, size, etag } = object;
    if (object.bucket === 'uploads') await this.#options.onCreated?.({ key, size, etag });
  }

  /** Calls `use` with the object until its file is found: between the look-up and the opening it may be replaced. */
  async #withBytes<T>(
    bucket: Bucket,
    key: string,
    use: (object: StoredObject) => Promise<T | undefined>,
  ): Promise<T> {
    for (;;) {
      const object = this.head(bucket, key);
      if (!object) throw new FilemillError('file.not_found', `There is no object ${key} in ${bucket}.`);
      const found = await use(object);
      if (found !== undefined) return found;
      if (this.head(bucket, key)?.file === object.file) {
        throw new FilemillError(
          'storage.damaged',
          `The bytes of ${key} in ${bucket} are missing from the data folder. Restore them from a backup.`,
        );
      }
    }
  }

  #now(): string {
    return iso(this.#options.clock.now());
  }
}

/** Opens the folder and recovers from a crash. The database must have been opened by the same process. */
export async function openObjectFolder(options: ObjectFolderOptions): Promise<ObjectFolder> {
  const folder = new ObjectFolder(options);
  await folder.recover();
  return folder;
}
