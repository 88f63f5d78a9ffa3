import { open, readdir, rename, rm, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { backup as backupSqlite, DatabaseSync } from 'node:sqlite';
import { FilemillError, iso, type Clock } from '@filemill/core';
import { storageError } from '../database/errors.ts';
import { checkCurrent } from '../database/migrate.ts';
import { MIGRATIONS } from '../database/migrations.ts';
import { CREDENTIALS_FILE } from '../s3/credentials.ts';
import { copyWhole, linkOrCopy, sizeOf, sync, unlessMissing } from './copy.ts';
import { type Manifest, MANIFEST_FILE, readManifest, sha256OfFile } from './manifest.ts';
import { filesBelow, placeInBackup, placesOf, storedFiles, type StoredFile } from './stored-files.ts';

export interface BackupReport {
  manifest: Manifest;
  /** Files of objects that were not in the backup before. */
  added: number;
  /** Files that no object has any more. */
  removed: number;
}

/** Snapshots of the database to try, each time an object is replaced between it and the copying. */
const TRIES = 5;

/**
 * Backs up a data folder, also while a server runs on it, into a new folder or over an earlier backup, which stays whole
 * until the new one is. Throws `storage.*`; `input.invalid` for a folder that holds something else.
 *
 * ```
 *  objects that are there now ── the database ── objects that came meanwhile ── mails ── manifest ── old files go
 * ```
 * Every object that the copied rows name is there by then: it was linked before it could be deleted, or its row would
 * not be in the copy. Files of objects never change, so those that an earlier backup has are not copied again.
 */
export async function backUp(dataDir: string, dir: string, clock: Clock): Promise<BackupReport> {
  await checkTarget(dir);
  const begunAt = iso(clock.now());
  const live = openLive(dataDir);
  const from = join(dataDir, 'objects');
  const to = join(dir, 'objects');
  try {
    await mkdir(to, { recursive: true, mode: 0o700 });
    const { added } = await addFiles(live, from, to);
    const file = `filemill-${clock.now()}.sqlite`;
    const path = join(dir, file);
    const outcome = await copyConsistently(live, { path, from, to });
    const mails = await copyMails(join(dataDir, 'inbox'), join(dir, 'inbox'));
    await copyWhole(join(dataDir, CREDENTIALS_FILE), join(dir, CREDENTIALS_FILE));
    const database = { file, size: (await sizeOf(path))!, sha256: await sha256OfFile(path) };
    const objects = { count: outcome.count, bytes: outcome.bytes };
    const manifest: Manifest = {
      ...{ format: 'filemill.backup/1', begunAt, schema: MIGRATIONS.length },
      ...{ database, objects, mails },
    };
    await writeManifest(dir, manifest);
    return { manifest, added: added + outcome.added, removed: await prune(dir, path) };
  } catch (thrown) {
    throw storageError(thrown);
  } finally {
    live.close();
  }
}

async function checkTarget(dir: string): Promise<void> {
  const names = (await readdir(dir).catch(unlessMissing)) ?? [];
  const known = names.every((name) => name === 'objects' || name.startsWith('filemill-'));
  if (known || (await readManifest(dir))) return;
  throw new FilemillError(
    'input.invalid',
    `${dir} holds something that is no backup. Name a new or empty folder.`,
  );
}

function openLive(dataDir: string): DatabaseSync {
  const live = new DatabaseSync(join(dataDir, 'filemill.sqlite'), { readOnly: true, timeout: 5000 });
  checkCurrent(live, MIGRATIONS);
  return live;
}

/**
 * Copies the database, and the files that came since the first look. Of what is missing by then, some was deleted by a
 * person: the copy then holds that wish, and a server that is started on it carries it out. What was replaced is in a new
 * copy. What the live rows still name is lost, as the backup's audit will say.
 */
async function copyConsistently(
  live: DatabaseSync,
  { path, from, to }: { path: string; from: string; to: string },
): Promise<Added> {
  let added = 0;
  for (let tries = 1; ; tries++) {
    await copyDatabase(live, path);
    const copy = new DatabaseSync(path);
    const outcome = await addFiles(copy, from, to);
    const fates = Map.groupBy(outcome.missing, (stored) => fateOf(live, stored));
    markDeleting(copy, fates.get('deleted') ?? []);
    copy.close();
    added += outcome.added;
    if (!fates.has('replaced') || tries === TRIES) {
      await sync(path);
      return { ...outcome, added };
    }
  }
}

/** What became of a file that a copy of the rows names and that isn't there. */
function fateOf(live: DatabaseSync, { folder, file, key }: StoredFile): 'deleted' | 'replaced' | 'lost' {
  if (key === undefined) return 'replaced'; // a part: its upload has been completed or aborted
  const now = live.prepare('SELECT file FROM objects WHERE bucket = ? AND key = ?').get(folder, key);
  if (!now) return 'deleted';
  return now['file'] === file ? 'lost' : 'replaced';
}

/** Keys begin with the job's id, and only the deletion of a job deletes objects of files that it still has. */
function markDeleting(copy: DatabaseSync, deleted: StoredFile[]): void {
  const mark = copy.prepare("UPDATE jobs SET state = 'deleting' WHERE job_id = ?");
  for (const jobId of new Set(deleted.map(({ key }) => key!.split('/', 1)[0]!))) mark.run(jobId);
}

/** One step, so that it sees one moment however much is written meanwhile; in WAL mode it holds up nobody. */
async function copyDatabase(live: DatabaseSync, path: string): Promise<void> {
  const ALL_PAGES = 2 ** 31 - 1;
  await backupSqlite(live, path, { rate: ALL_PAGES });
  const copy = new DatabaseSync(path);
  copy.exec('PRAGMA journal_mode = DELETE'); // one file, that can be read where nothing can be written
  copy.close();
  await sync(path);
}

interface Added {
  /** Files that were not there. */
  added: number;
  /** Files that are there now, and their bytes. */
  count: number;
  bytes: number;
  /** Those that could not be found. */
  missing: StoredFile[];
}

/** Adds the files that the rows name and the backup lacks. */
async function addFiles(sqlite: DatabaseSync, from: string, to: string): Promise<Added> {
  let [added, count, bytes] = [0, 0, 0];
  const missing: StoredFile[] = [];
  for (const stored of storedFiles(sqlite)) {
    const target = placeInBackup(to, stored);
    const size = await sizeOf(target);
    const isThere = size !== undefined && size === stored.size;
    if (!isThere && !(await addFile(stored, from, target))) {
      missing.push(stored);
      continue;
    }
    if (!isThere) added++;
    count++;
    bytes += stored.size ?? 0;
  }
  return { added, count, bytes, missing };
}

async function addFile(stored: StoredFile, from: string, target: string): Promise<boolean> {
  const add = stored.folder === 'incoming' ? copyWhole : linkOrCopy;
  if (stored.size !== undefined && (await sizeOf(target)) !== undefined) await rm(target, { force: true });
  for (const place of placesOf(from, stored)) if (await add(place, target)) return true;
  return false;
}

/** Mails come after the rows: one too many is not sent again, one too few would be. */
async function copyMails(from: string, to: string): Promise<number> {
  let mails = 0;
  for await (const path of filesBelow(from)) {
    if (!path.endsWith('.json')) continue;
    if (await linkOrCopy(path, join(to, basename(path)))) mails++;
  }
  return mails;
}

async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const temporary = join(dir, `${MANIFEST_FILE}.part`);
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, join(dir, MANIFEST_FILE));
  await sync(dir);
}

/** Removes what the new backup doesn't name: files of deleted objects, and the earlier databases. */
async function prune(dir: string, database: string): Promise<number> {
  for (const name of await readdir(dir)) {
    if (/^filemill-\d+\.sqlite/.test(name) && join(dir, name) !== database) await rm(join(dir, name));
  }
  const sqlite = new DatabaseSync(database, { readOnly: true });
  const named = sqlite.prepare(`
    SELECT 1 FROM objects WHERE file = :file UNION SELECT 1 FROM multipart_uploads WHERE file = :file
    UNION SELECT 1 FROM multipart_parts WHERE file = :file`);
  let removed = 0;
  for await (const path of filesBelow(join(dir, 'objects'))) {
    if (named.get({ file: basename(path) })) continue;
    await rm(path, { force: true });
    removed++;
  }
  sqlite.close();
  return removed;
}
