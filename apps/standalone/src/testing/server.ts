import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '@filemill/core';
import { createClient, type Client } from '@filemill/rpc/client';
import { readConfig, type Config } from '../config.ts';
import { createLog } from '../log.ts';
import { startStandalone, type Standalone } from '../start.ts';
import { createPlainEngines } from './plain-engines.ts';

export const silentLog: Log = { info() {}, warn() {}, error() {} };

/** A folder for a test, with the web app's folder that a server wants to have; `config` is of a server on `data`. */
export async function makeSite(
  data = 'data',
): Promise<{ root: string; config: Config; remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'filemill-site-'));
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'dist', 'index.html'), '<!doctype html>');
  const config = readConfig({ FILEMILL_DATA: join(root, data), FILEMILL_PORT: '0', FILEMILL_LOG: 'error' });
  return { root, config, remove: () => rm(root, { recursive: true }) };
}

/** The real server with plain engines. */
export async function startTestServer(
  root: string,
  config: Config,
  log: Log = createLog('error'),
): Promise<{ server: Standalone; client: Client }> {
  const distDir = join(root, 'dist');
  const server = await startStandalone(config, { log, distDir, engines: createPlainEngines() });
  return { server, client: createClient({ url: server.url }) };
}

/** Makes a job of small texts and uploads them; throws where the storage refuses one. */
export async function submit(client: Client, texts: string[]): Promise<string> {
  const files = texts.map((text, index) => ({ name: `${index}.txt`, size: Buffer.byteLength(text) }));
  const { job, fileIds } = await client.createJob({ files });
  await Promise.all(
    fileIds.map((fileId, index) => upload(client, { jobId: job.jobId, fileId }, texts[index]!)),
  );
  return job.jobId;
}

export async function upload(
  client: Client,
  ref: { jobId: string; fileId: string },
  text: string,
): Promise<void> {
  const grant = await client.requestUpload(ref);
  if (grant.method !== 'post') throw new Error('the text is too long for one POST');
  const form = new FormData();
  for (const [name, value] of Object.entries(grant.fields)) form.append(name, value);
  form.append('file', new Blob([text]));
  const answer = await fetch(grant.url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

/** The job once it has ended. */
export async function ended(client: Client, jobId: string) {
  for (;;) {
    const { job } = await client.getJob({ jobId });
    if (job.endedAt) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
