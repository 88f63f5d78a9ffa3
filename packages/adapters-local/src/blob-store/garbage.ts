import type { Log } from '@filemill/core';
import type { Database } from '../database.ts';
import type { ObjectFiles } from './files.ts';
import type { BlobRows } from './rows.ts';

const BATCH = 500;

/** Removes, in the background, the files that objects have let go of. What fails is tried again at the next occasion. */
export class GarbageCollector {
  readonly #deps: { database: Database; rows: BlobRows; files: ObjectFiles; log: Log };
  #running: Promise<void> | undefined;
  #again = false;

  constructor(deps: { database: Database; rows: BlobRows; files: ObjectFiles; log: Log }) {
    this.#deps = deps;
  }

  collect(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves once nothing is being removed. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const { database, rows, files, log } = this.#deps;
    try {
      while (this.#again) {
        this.#again = false;
        for (let found = rows.listGarbage(BATCH); found.length > 0; found = rows.listGarbage(BATCH)) {
          await Promise.all(found.map(({ bucket, file }) => files.remove(bucket, file)));
          await database.write(() => found.forEach(({ file }) => rows.deleteGarbage(file)));
        }
      }
    } catch (error) {
      log.error('blobs.garbage_failed', { error: String(error) });
    }
  }
}
