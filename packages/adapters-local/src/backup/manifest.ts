import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FilemillError } from '@filemill/core';
import * as z from 'zod';

export const MANIFEST_FILE = 'manifest.json';

/** What a backup is. It is written last: a folder without one, or with an older one, is as it was before. */
export const Manifest = z.object({
  format: z.literal('filemill.backup/1'),
  /** ISO 8601. Whatever was acknowledged before is in the backup. */
  begunAt: z.string(),
  /** The schema of the database. */
  schema: z.int(),
  /** The SQLite file, in the backup's folder. */
  database: z.object({ file: z.string(), size: z.int(), sha256: z.string() }),
  objects: z.object({ count: z.int(), bytes: z.int() }),
  mails: z.int(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Undefined where there is no backup yet. Throws `storage.damaged` for a manifest that can't be read. */
export async function readManifest(dir: string): Promise<Manifest | undefined> {
  const text = await readFile(join(dir, MANIFEST_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (text === undefined) return undefined;
  try {
    return Manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new FilemillError(
      'storage.damaged',
      `${join(dir, MANIFEST_FILE)} is not the manifest of a backup.`,
      {
        cause,
      },
    );
  }
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
