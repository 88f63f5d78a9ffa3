import { randomUUID } from 'node:crypto';
import { iso, type Bucket, type Clock } from '@filemill/core';
import type { Database } from '../database.ts';
import { storageError } from '../database/errors.ts';
import { BlobRefused, checkKey, tooLarge } from './failure.ts';
import type { ObjectFiles } from './files.ts';
import { joinParts } from './join-parts.ts';
import { chooseParts, etagOfParts, sumOfSizes, type ListedPart } from './part-list.ts';
import { PartWriter } from './part-writer.ts';
import type { BlobRows, MultipartUpload, ObjectTarget, Part, StoredObject } from './rows.ts';
import { noSuchUpload } from './write-session.ts';

export const MAX_PARTS = 10_000;
/** Uploads that nobody completed or aborted are dropped after so long, as a bucket's lifecycle rule does it. */
const FORGOTTEN_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

interface Deps {
  database: Database;
  rows: BlobRows;
  files: ObjectFiles;
  clock: Clock;
  maxObjectBytes: number;
  /** What follows the commit of an object. */
  publish: (object: StoredObject) => Promise<void>;
}

/** Names an upload; whoever gives the wrong key for an id is told that there is no such upload. */
export interface UploadName {
  bucket: Bucket;
  key: string;
  uploadId: string;
}

/**
 * Uploads in parts. Each part is written where it will be in the object: the first part to come sets the size of a
 * **slot**, and part n goes to slot n − 1 of one sparse file, so that completing costs the same for 5 GiB as for 5 MiB.
 * A part that finds no slot is kept in a file apart until completion; nothing that S3 allows is refused.
 */
export class MultipartUploads {
  readonly #deps: Deps;
  readonly #writer: PartWriter;
  readonly #completing = new Map<string, Promise<unknown>>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#writer = new PartWriter(deps);
  }

  async create(target: ObjectTarget): Promise<string> {
    const { database, rows, files, clock } = this.#deps;
    checkKey(target.key);
    const uploadId = randomUUID().replaceAll('-', '');
    try {
      const { file, handle } = await files.create();
      await handle.close();
      await database.write(() => rows.putUpload({ ...target, uploadId, file }, iso(clock.now())));
      return uploadId;
    } catch (thrown) {
      throw storageError(thrown);
    }
  }

  /** Stores a part of `size` bytes and gives its ETag. A part of the same number is replaced once this one is whole. */
  async writePart(
    name: UploadName,
    { part, size }: { part: number; size: number },
    body: AsyncIterable<Uint8Array>,
  ): Promise<string> {
    const upload = this.#find(name);
    const { maxObjectBytes } = this.#deps;
    if (!Number.isInteger(part) || part < 1 || part > MAX_PARTS) {
      throw new BlobRefused('invalid-part', `Parts have numbers from 1 to ${MAX_PARTS}.`);
    }
    if (size > maxObjectBytes) throw tooLarge(maxObjectBytes);
    try {
      return await this.#writer.write(upload, { part, size }, body);
    } catch (thrown) {
      throw storageError(thrown);
    }
  }

  /** Parts in the order of their numbers; undefined where there is no such upload. */
  listParts(name: UploadName): Part[] | undefined {
    const found = this.#deps.rows.findUpload(name.uploadId);
    if (found?.bucket !== name.bucket || found.key !== name.key) return undefined;
    return this.#deps.rows.listParts(name.uploadId);
  }

  /** Makes the object of the parts. Repeating it after success gives the object again. */
  async complete(name: UploadName, listed: ListedPart[]): Promise<StoredObject> {
    const before = this.#completing.get(name.uploadId) ?? Promise.resolve();
    const run = before.then(() => this.#complete(name, listed));
    const settled = run.catch(() => undefined); // its own caller is told; the next one tries for itself
    this.#completing.set(name.uploadId, settled);
    try {
      return await run;
    } catch (thrown) {
      throw storageError(thrown);
    } finally {
      if (this.#completing.get(name.uploadId) === settled) this.#completing.delete(name.uploadId);
    }
  }

  /** False where there is no such upload. */
  async abort(name: UploadName): Promise<boolean> {
    const { database, rows } = this.#deps;
    if (!this.listParts(name)) return false;
    const upload = this.#find(name);
    await this.#writer.end(upload.uploadId);
    const parts = rows.listParts(upload.uploadId);
    await database.write(() => rows.deleteUpload(upload.uploadId));
    await this.#discard(upload, parts);
    return true;
  }

  async abortForgotten(): Promise<void> {
    const { rows, clock } = this.#deps;
    for (const upload of rows.listUploadsBefore(iso(clock.now() - FORGOTTEN_AFTER_MS))) {
      await this.abort(upload);
    }
  }

  async #complete(name: UploadName, listed: ListedPart[]): Promise<StoredObject> {
    const { database, rows, files, clock, publish } = this.#deps;
    const made = rows.findObject(name.bucket, name.key);
    if (made?.uploadId === name.uploadId) {
      await publish(made);
      return made;
    }
    const upload = this.#find(name);
    const parts = chooseParts(rows.listParts(upload.uploadId), listed, this.#deps.maxObjectBytes);
    await this.#writer.end(upload.uploadId);
    const unlisted = await this.#dropUnlisted(upload, parts);
    const file = await joinParts(files, upload, parts);
    const object: StoredObject = {
      bucket: upload.bucket,
      key: upload.key,
      file,
      contentType: upload.contentType,
      uploadId: upload.uploadId,
      size: sumOfSizes(parts),
      etag: etagOfParts(parts),
      modifiedAt: iso(clock.now()),
    };
    try {
      await database.write(() => {
        if (!rows.findUpload(upload.uploadId)) throw noSuchUpload(); // aborted meanwhile
        rows.putObject(object);
        rows.deleteUpload(upload.uploadId);
      });
    } catch (thrown) {
      if (file !== upload.file) await files.discard(file);
      throw thrown;
    }
    await publish(object);
    await this.#discard(upload, [...parts, ...unlisted], file);
    return object;
  }

  /** Forgets parts that won't be in the object before their bytes are cut off or overwritten. */
  async #dropUnlisted(upload: MultipartUpload, parts: Part[]): Promise<Part[]> {
    const { database, rows } = this.#deps;
    const listed = new Set(parts.map((part) => part.part));
    const unlisted = rows.listParts(upload.uploadId).filter((part) => !listed.has(part.part));
    if (unlisted.length > 0) {
      await database.write(() => unlisted.forEach((part) => rows.deletePart(upload.uploadId, part.part)));
    }
    return unlisted;
  }

  /** Removes the upload's files, but for the one that is the object's now. */
  async #discard(upload: MultipartUpload, parts: Part[], keep?: string): Promise<void> {
    const all = new Set([upload.file, ...parts.map((part) => part.file)]);
    if (keep) all.delete(keep);
    await Promise.all([...all].map((file) => this.#deps.files.discard(file)));
  }

  #find(name: UploadName): MultipartUpload {
    const found = this.#deps.rows.findUpload(name.uploadId);
    if (found?.bucket !== name.bucket || found.key !== name.key) throw noSuchUpload();
    return found;
  }
}
