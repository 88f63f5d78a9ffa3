import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** The key pair that signs and checks requests to the S3 endpoint. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

export const CREDENTIALS_FILE = 's3-credentials.json';
const CredentialsFile = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(32) });

/**
 * The data folder's own key pair, made at random when there is none yet, readable by its owner only. To take back
 * every URL that was ever signed, stop Filemill and delete `s3-credentials.json`.
 */
export function loadCredentials(dir: string): Credentials {
  const path = join(dir, CREDENTIALS_FILE);
  mkdirSync(dir, { recursive: true });
  try {
    const made: Credentials = {
      accessKeyId: `FM${randomBytes(9).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64url'),
    };
    writeFileSync(path, JSON.stringify(made), { mode: 0o600, flag: 'wx', flush: true });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return CredentialsFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  }
}
