import { mkdir, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { FilemillError } from '@filemill/core';
import { storageError } from '../database/errors.ts';
import { MIGRATIONS } from '../database/migrations.ts';
import { CREDENTIALS_FILE } from '../s3/credentials.ts';
import { copyWhole, sizeOf, unlessMissing } from './copy.ts';
import { readManifest, sha256OfFile, type Manifest } from './manifest.ts';
import { filesBelow } from './stored-files.ts';

const COPIES_AT_A_TIME = 32;

/**
 * Makes a data folder of a backup, by copying: the backup stays as it is. The folder must be new or empty. The database
 * comes last; without it the folder is none yet. Throws `input.invalid`, `storage.damaged`, `storage.newer`.
 */
export async function restore(dir: string, dataDir: string): Promise<Manifest> {
  const manifest = await checkBackup(dir);
  if (((await readdir(dataDir).catch(unlessMissing)) ?? []).length > 0) {
    throw new FilemillError(
      'input.invalid',
      `${dataDir} is not empty. Move what is in it away, or name another folder in FILEMILL_DATA.`,
    );
  }
  try {
    await mkdir(dataDir, { recursive: true });
    for (const part of ['objects', 'inbox']) await copyAll(dir, part, dataDir);
    await copyWhole(join(dir, CREDENTIALS_FILE), join(dataDir, CREDENTIALS_FILE));
    await copyWhole(join(dir, manifest.database.file), join(dataDir, 'filemill.sqlite'));
  } catch (thrown) {
    throw storageError(thrown);
  }
  return manifest;
}

/** Many at a time, since each waits for the disk. */
async function copyAll(dir: string, part: string, dataDir: string): Promise<void> {
  const inHand = new Set<Promise<unknown>>();
  for await (const path of filesBelow(join(dir, part))) {
    const copy = copyWhole(path, join(dataDir, relative(dir, path))).finally(() => inHand.delete(copy));
    inHand.add(copy);
    if (inHand.size >= COPIES_AT_A_TIME) await Promise.race(inHand);
  }
  await Promise.all(inHand);
}

async function checkBackup(dir: string): Promise<Manifest> {
  const manifest = await readManifest(dir);
  if (!manifest) {
    throw new FilemillError('input.invalid', `There is no backup in ${dir}: it has no manifest.json.`);
  }
  if (manifest.schema > MIGRATIONS.length) {
    throw new FilemillError(
      'storage.newer',
      `The backup is of a newer Filemill (schema ${manifest.schema}; this one knows up to ${MIGRATIONS.length}). ` +
        'Install that version or a later one.',
    );
  }
  const path = join(dir, manifest.database.file);
  const sound = (await sizeOf(path)) !== undefined && (await sha256OfFile(path)) === manifest.database.sha256;
  if (sound) return manifest;
  throw new FilemillError(
    'storage.damaged',
    `${path} is missing or not what the backup wrote. Use another backup.`,
  );
}
