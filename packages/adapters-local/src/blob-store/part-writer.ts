import { ftruncateSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Database } from '../database.ts';
import type { ObjectFiles } from './files.ts';
import { pour } from './pour.ts';
import type { BlobRows, MultipartUpload } from './rows.ts';
import { WriteSession } from './write-session.ts';

interface Deps {
  database: Database;
  rows: BlobRows;
  files: ObjectFiles;
  maxObjectBytes: number;
}

/** A part on its way; `slot` is where it goes in the upload's own file, undefined if to a file apart. */
interface Sending {
  upload: MultipartUpload;
  session: WriteSession;
  part: number;
  slot: number | undefined;
}

/** Writes parts into their slots, or apart, and notes them once they are whole and on the disk. */
export class PartWriter {
  readonly #deps: Deps;
  readonly #sessions = new Map<string, WriteSession>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Gives the part's MD5 in hex. */
  async write(
    upload: MultipartUpload,
    { part, size }: { part: number; size: number },
    body: AsyncIterable<Uint8Array>,
  ): Promise<string> {
    const { rows, maxObjectBytes } = this.#deps;
    const session = this.#enter(upload);
    const isThere = rows.findPart(upload.uploadId, part)?.file === upload.file;
    const slot = isThere ? undefined : session.claim(part, size, maxObjectBytes);
    try {
      return await this.#receive({ upload, session, part, slot }, body);
    } finally {
      if (slot !== undefined) session.release(part);
      this.#leave(upload, session);
    }
  }

  /** Resolves once nobody writes parts of the upload any more; those who still send are refused. */
  async end(uploadId: string): Promise<void> {
    const session = this.#sessions.get(uploadId);
    this.#sessions.delete(uploadId);
    await session?.end();
  }

  async #receive(to: Sending, body: AsyncIterable<Uint8Array>): Promise<string> {
    const { database, rows, files } = this.#deps;
    const { upload, session, part } = to;
    const own = to.slot !== undefined;
    const { file, handle } = own
      ? { file: upload.file, handle: await files.reopen(upload.file) }
      : await files.create();
    const position = to.slot ?? 0;
    try {
      const { size, md5 } = await pour(body, (chunk, at) => session.write(handle, chunk, position + at));
      await handle.datasync();
      const replaced = await database.write(() => {
        session.checkOpen();
        const before = rows.findPart(upload.uploadId, part);
        rows.putPart(upload.uploadId, { part, file, position, size, etag: md5 });
        if (session.slotSize !== null) rows.setSlotSize(upload.uploadId, session.slotSize);
        return before;
      });
      if (replaced && replaced.file !== upload.file) await files.discard(replaced.file);
      return md5;
    } catch (thrown) {
      if (own) this.#giveBack(to, handle);
      else await files.discard(file);
      throw thrown;
    } finally {
      await handle.close();
    }
  }

  /**
   * Cuts off what a part that broke off has written, if nothing lies behind it: on a full disk that room is needed. In
   * one go, without waiting, so that nobody can claim a slot there in between.
   */
  #giveBack({ upload, session, part, slot = 0 }: Sending, handle: FileHandle): void {
    const kept = this.#deps.rows.listParts(upload.uploadId).filter((other) => other.file === upload.file);
    const end = Math.max(session.endOfOthers(part), ...kept.map((other) => other.position + other.size));
    if (end <= slot && !session.ended) ftruncateSync(handle.fd, end);
  }

  #enter(upload: MultipartUpload): WriteSession {
    const session = this.#sessions.get(upload.uploadId) ?? new WriteSession(upload.slotSize);
    this.#sessions.set(upload.uploadId, session);
    session.writers++;
    return session;
  }

  #leave(upload: MultipartUpload, session: WriteSession): void {
    session.writers--;
    if (session.writers === 0 && this.#sessions.get(upload.uploadId) === session) {
      this.#sessions.delete(upload.uploadId);
    }
  }
}
