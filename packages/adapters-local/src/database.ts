import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { FilemillError } from '@filemill/core';
import { storageError, withStorageErrors } from './database/errors.ts';
import { lockFolder } from './database/folder-lock.ts';
import { checkCurrent, migrate } from './database/migrate.ts';
import { MIGRATIONS } from './database/migrations.ts';

/**
 * What an acknowledged write survives. `normal`: the end of the process at any instruction; a power loss may take the
 * last moments, never the database's consistency. `full`: a power loss too, for about a quarter of the writes a second.
 */
export type Durability = 'normal' | 'full';

/** Writes that share one transaction at most: bounds how long the process is deaf while it commits. */
const BATCH = 500;

interface Pending {
  work: () => unknown;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
}

type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown };

/**
 * The SQLite file of one data folder, written by this process alone, with **group commit**: all writes asked for in
 * one turn of the event loop share one transaction, since a commit costs far more than a row.
 */
export class Database {
  /** Wakes those in this process who wait for rows: a queue's name is emitted when it has new messages. */
  readonly wakeups: EventEmitter = new EventEmitter().setMaxListeners(0);
  readonly #sqlite: DatabaseSync;
  readonly #unlock: () => void;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #undo: StatementSync;
  #pending: Pending[] = [];
  #closed = false;

  constructor(sqlite: DatabaseSync, unlock: () => void) {
    this.#sqlite = sqlite;
    this.#unlock = unlock;
    this.#begin = sqlite.prepare('BEGIN IMMEDIATE');
    this.#commit = sqlite.prepare('COMMIT');
    this.#savepoint = sqlite.prepare('SAVEPOINT one_write');
    this.#release = sqlite.prepare('RELEASE one_write');
    this.#undo = sqlite.prepare('ROLLBACK TO one_write');
  }

  /** A statement to keep. Ones that read may run at any time; ones that write only inside `write`. */
  prepare(sql: string): StatementSync {
    try {
      return withStorageErrors(this.#sqlite.prepare(sql));
    } catch (thrown) {
      throw storageError(thrown);
    }
  }

  /**
   * Runs `work`, which reads and writes synchronously, and resolves with its value once that is committed. If it
   * throws, what it wrote is undone and nobody else's. Throws `storage.full` where the disk is.
   */
  write<T>(work: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(new FilemillError('internal', 'The database is closed.'));
    return new Promise<T>((resolve, reject) => {
      this.#pending.push({ work, resolve: resolve as Pending['resolve'], reject });
      if (this.#pending.length === 1) setImmediate(() => this.#flush());
    });
  }

  /** Commits what was asked for, closes the file and lets go of the folder. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    while (this.#pending.length > 0) this.#flushBatch();
    this.#sqlite.close();
    this.#unlock();
  }

  #flush(): void {
    this.#flushBatch();
    if (this.#pending.length > 0) setImmediate(() => this.#flush());
  }

  #flushBatch(): void {
    const batch = this.#pending.splice(0, BATCH);
    if (batch.length === 0) return;
    let outcomes: Outcome[];
    try {
      this.#begin.run();
      outcomes = batch.map(({ work }) => this.#attempt(work));
      this.#commit.run();
    } catch (thrown) {
      if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
      const error = storageError(thrown);
      for (const { reject } of batch) reject(error);
      return;
    }
    outcomes.forEach((outcome, index) => {
      const { resolve, reject } = batch[index]!;
      if (outcome.ok) resolve(outcome.value);
      else reject(outcome.error);
    });
  }

  #attempt(work: () => unknown): Outcome {
    this.#savepoint.run();
    try {
      const value = work();
      this.#release.run();
      return { ok: true, value };
    } catch (thrown) {
      if (!this.#sqlite.isTransaction) throw thrown; // SQLite has undone the whole batch: a full or broken disk
      this.#undo.run();
      this.#release.run();
      return { ok: false, error: storageError(thrown) };
    }
  }
}

/**
 * Opens a database file to read it, also while another process writes it. Every write fails. Throws `storage.older` or
 * `storage.newer` where its schema is not this version's.
 */
export function openForReading(path: string): Database {
  let sqlite: DatabaseSync | undefined;
  try {
    sqlite = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    checkCurrent(sqlite, MIGRATIONS);
    return new Database(sqlite, () => undefined);
  } catch (thrown) {
    sqlite?.close();
    throw storageError(thrown);
  }
}

/**
 * Opens `filemill.sqlite` in a data folder, made if need be, and brings its schema up to date. Throws `storage.in_use`
 * while another process has the folder, `storage.newer` where a newer version of Filemill has written it.
 */
export function openDatabase(folder: string, options: { durability?: Durability } = {}): Database {
  let unlock: (() => void) | undefined;
  let sqlite: DatabaseSync | undefined;
  try {
    unlock = lockFolder(folder);
    sqlite = new DatabaseSync(join(folder, 'filemill.sqlite'), { timeout: 5000 }); // before any pragma: they lock too
    sqlite.exec('PRAGMA journal_mode = WAL');
    sqlite.exec(`PRAGMA synchronous = ${options.durability === 'full' ? 'FULL' : 'NORMAL'}`);
    sqlite.exec('PRAGMA journal_size_limit = 67108864'); // gives the log's disk space back after a burst
    migrate(sqlite, MIGRATIONS);
    return new Database(sqlite, unlock);
  } catch (thrown) {
    sqlite?.close();
    unlock?.();
    throw storageError(thrown);
  }
}
