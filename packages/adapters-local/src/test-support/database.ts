import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../database.ts';

/** A new, empty database that is closed and removed after the tests. */
export function openTestDatabase(after: (clean: () => void) => void): Database {
  const folder = mkdtempSync(join(tmpdir(), 'filemill-'));
  const db = openDatabase(folder);
  after(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });
  return db;
}
