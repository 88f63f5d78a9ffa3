import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { unlessMissing } from './copy.ts';

/** A file of the object folder that a row names. */
export interface StoredFile {
  /** `uploads`, `results`, or `incoming`: parts of an upload under way, which still grows. */
  folder: string;
  file: string;
  /** The object's key; undefined for a part. */
  key?: string;
  /** Bytes, as the row says; undefined where it still grows. */
  size?: number;
}

const PAGE = 10_000;

/** Every file that the database's rows name, in bounded pages, so that nothing is held open for long. */
export function* storedFiles(sqlite: DatabaseSync): Generator<StoredFile> {
  const objects = sqlite.prepare(
    'SELECT file, bucket AS folder, key, size FROM objects WHERE file > ? ORDER BY file LIMIT ?',
  );
  for (let after = ''; ;) {
    const page = objects.all(after, PAGE) as unknown as (StoredFile & { size: number })[];
    yield* page;
    if (page.length < PAGE) break;
    after = page.at(-1)!.file;
  }
  const growing = sqlite.prepare('SELECT file FROM multipart_uploads UNION SELECT file FROM multipart_parts');
  for (const { file } of growing.all()) yield { folder: 'incoming', file: String(file) };
}

/** Where a file may lie in an object folder: between its commit and its move an object's is still in `incoming`. */
export function placesOf(objects: string, { folder, file }: StoredFile): string[] {
  const incoming = join(objects, 'incoming', file);
  const placed = (bucket: string) => join(objects, bucket, file.slice(0, 2), file);
  return folder === 'incoming' ? [incoming, placed('uploads')] : [placed(folder), incoming, placed(folder)];
}

/** Where it lies in a backup. */
export function placeInBackup(objects: string, { folder, file }: StoredFile): string {
  return folder === 'incoming' ? join(objects, folder, file) : join(objects, folder, file.slice(0, 2), file);
}

/** The paths of all files below a folder, one subfolder at a time. */
export async function* filesBelow(dir: string): AsyncGenerator<string> {
  for (const entry of (await readdir(dir, { withFileTypes: true }).catch(unlessMissing)) ?? []) {
    if (entry.isDirectory()) yield* filesBelow(join(dir, entry.name));
    else yield join(dir, entry.name);
  }
}
