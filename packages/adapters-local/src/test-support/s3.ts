import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { createBlobStore } from '../blob-store.ts';
import {
  openObjectFolder,
  type ObjectFolder,
  type ObjectFolderOptions,
} from '../blob-store/object-folder.ts';
import type { Database } from '../database.ts';
import type { Credentials } from '../s3/credentials.ts';
import { createS3Handler } from '../s3/handler.ts';
import { makeTestFolder, openTestDatabase } from './database.ts';
import { serve } from './http.ts';

export const CREDENTIALS: Credentials = { accessKeyId: 'FMTEST', secretAccessKey: 'not-a-secret-'.repeat(3) };
export const ORIGIN = 'https://app.example';
export const silentLog = { info() {}, warn() {}, error() {} };

export interface S3UnderTest {
  /** Base URL of the endpoint. */
  endpoint: string;
  /** AWS's own client for it. */
  client: S3Client;
  objects: ObjectFolder;
  blobs: ReturnType<typeof createBlobStore>;
  database: Database;
  dir: string;
  /** Files that are being written, or that a crash has left. */
  incoming(): Promise<string[]>;
  /** How many requests are being answered. */
  busy(): number;
  /** What the endpoint has logged as an error. */
  errors: string[];
  created: { key: string; size: number; etag: string }[];
  /** The endpoint's clock; moves when a test says so. */
  clock: { now(): number; skipped: number };
}

type After = (clean: () => void | Promise<void>) => void;

/** The endpoint over an empty folder, listening on a port of its own until the tests have ended. */
export async function startS3(
  after: After,
  options: Partial<Pick<ObjectFolderOptions, 'maxObjectBytes' | 'onCreated'>> = {},
): Promise<S3UnderTest> {
  const database = openTestDatabase(after);
  const dir = makeTestFolder(after);
  const clock = { skipped: 0, now: () => Date.now() + clock.skipped };
  const created: S3UnderTest['created'] = [];
  const errors: string[] = [];
  const log = { ...silentLog, error: (event: string) => void errors.push(event) };
  const objects = await openObjectFolder({
    dir,
    database,
    clock,
    log,
    maxObjectBytes: 64 * 1024 * 1024,
    onCreated: async (object) => void created.push(object),
    ...options,
  });
  const handle = createS3Handler({
    objects,
    credentials: CREDENTIALS,
    clock,
    log,
    prefix: '/s3',
    allowedOrigins: [ORIGIN],
  });
  let answering = 0;
  const url = await serve(after, async (request, response) => {
    answering++;
    return handle(request, response).finally(() => answering--);
  });
  const endpoint = `${url}/s3`;
  const client = new S3Client({
    endpoint,
    credentials: CREDENTIALS,
    region: 'us-east-1',
    forcePathStyle: true,
  });
  const blobs = createBlobStore({ objects, endpoint: () => endpoint, credentials: CREDENTIALS, clock });
  after(async () => {
    client.destroy();
    await objects.close();
  });
  const incoming = () => readdir(join(dir, 'incoming'));
  const busy = () => answering;
  return { endpoint, client, incoming, busy, errors, objects, blobs, database, dir, created, clock };
}

/** S3's code in an answer that refuses, or undefined where it doesn't. */
export async function codeOf(response: Response): Promise<string | undefined> {
  return /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1];
}
