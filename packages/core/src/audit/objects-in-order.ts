import type { Bucket, ObjectInfo } from '../ports/blob-store.ts';
import type { AuditSources } from './sources.ts';

/** A job's objects in one bucket, read on in the order of their keys beside the list of its files. */
export class ObjectsInOrder {
  readonly #objects: AsyncGenerator<ObjectInfo>;
  #next: ObjectInfo | undefined;
  #started = false;

  constructor(blobs: AuditSources['blobs'], bucket: Bucket, prefix: string) {
    this.#objects = listAll(blobs, bucket, prefix);
  }

  /** The objects up to, and without, the first whose key is `end` or behind it; all that are left if not given. */
  async takeUntil(end?: string): Promise<ObjectInfo[]> {
    if (!this.#started) await this.#advance();
    const taken: ObjectInfo[] = [];
    while (this.#next && (end === undefined || this.#next.key < end)) {
      taken.push(this.#next);
      await this.#advance();
    }
    return taken;
  }

  async #advance(): Promise<void> {
    this.#started = true;
    const { value, done } = await this.#objects.next();
    this.#next = done ? undefined : value;
  }
}

export async function* listAll(
  blobs: AuditSources['blobs'],
  bucket: Bucket,
  prefix: string,
): AsyncGenerator<ObjectInfo> {
  let cursor: string | undefined;
  do {
    const page = await blobs.list(bucket, prefix, cursor);
    yield* page.objects;
    cursor = page.cursor;
  } while (cursor);
}
