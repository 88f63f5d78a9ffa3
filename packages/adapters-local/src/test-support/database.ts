import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../database.ts';

type After = (clean: () => void) => void;

/** A new, empty folder that is removed after the tests. */
export function makeTestFolder(after: After): string {
  const folder = mkdtempSync(join(tmpdir(), 'filemill-'));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A new, empty database that is closed and removed after the tests. */
export function openTestDatabase(after: After): Database {
  const folder = mkdtempSync(join(tmpdir(), 'filemill-'));
  const db = openDatabase(folder);
  after(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });
  return db;
}
