import type { DatabaseSync } from 'node:sqlite';
import { FilemillError } from '@filemill/core';

/**
 * Brings the schema from where it is to the end of `migrations`, each step whole or not at all. Throws `storage.newer`
 * where it is further already.
 */
export function migrate(sqlite: DatabaseSync, migrations: readonly string[]): void {
  const version = checkNotNewer(sqlite, migrations);
  migrations.slice(version).forEach((step, index) => applyStep(sqlite, step, version + index + 1));
}

/** Throws `storage.older` or `storage.newer` where the schema is not at the end of `migrations`. */
export function checkCurrent(sqlite: DatabaseSync, migrations: readonly string[]): void {
  const version = checkNotNewer(sqlite, migrations);
  if (version === migrations.length) return;
  throw new FilemillError(
    'storage.older',
    `The data is of an older Filemill (schema ${version}; this one has ${migrations.length}). ` +
      'Start the server once: it brings the data up to date.',
  );
}

function checkNotNewer(sqlite: DatabaseSync, migrations: readonly string[]): number {
  const version = sqlite.prepare('PRAGMA user_version').get()!.user_version as number;
  if (version <= migrations.length) return version;
  throw new FilemillError(
    'storage.newer',
    `The data is of a newer Filemill (schema ${version}; this one knows up to ${migrations.length}). ` +
      'Install that version or a later one, or use another data folder.',
  );
}

function applyStep(sqlite: DatabaseSync, step: string, version: number): void {
  sqlite.exec('BEGIN IMMEDIATE');
  try {
    sqlite.exec(step);
    sqlite.exec(`PRAGMA user_version = ${version}`);
    sqlite.exec('COMMIT');
  } catch (thrown) {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    throw thrown;
  }
}
