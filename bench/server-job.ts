import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type Client } from '@filemill/rpc/client';

const MAIN = join(import.meta.dirname, '../apps/standalone/src/main.ts');

/** Starts the server, makes one job of a folder's files, and measures from its making to its end. */
export async function secondsOfJob(folder: string, dataDir: string): Promise<number> {
  const env = { ...process.env, FILEMILL_DATA: dataDir, FILEMILL_PORT: '0', FILEMILL_LOG: 'error' };
  const server = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const client = createClient({ url: await urlFrom(server.stdout) });
    const begin = performance.now();
    await runJob(client, folder);
    return (performance.now() - begin) / 1000;
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
}

/** Waits for the line that says where the server listens. */
export async function urlFrom(output: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    const [, url] = /ready on (\S+)/.exec(text) ?? [];
    if (url) return url;
  }
  throw new Error(`The server did not start: ${text}`);
}

async function runJob(client: Client, folder: string): Promise<void> {
  const names = (await readdir(folder)).toSorted();
  const files = await Promise.all(
    names.map(async (name) => ({ name, size: (await stat(join(folder, name))).size })),
  );
  const { job, fileIds } = await client.createJob({ files });
  await Promise.all(
    fileIds.map((fileId, i) => upload(client, { jobId: job.jobId, fileId }, join(folder, names[i]!))),
  );
  for (;;) {
    const { job: now } = await client.getJob({ jobId: job.jobId });
    if (now.endedAt && now.state !== 'succeeded') throw new Error(`The job ended as ${now.state}.`);
    if (now.endedAt) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function upload(client: Client, file: { jobId: string; fileId: string }, path: string): Promise<void> {
  const grant = await client.requestUpload(file);
  if (grant.method !== 'post') throw new Error(`${path} is too large for this benchmark.`);
  const form = new FormData();
  for (const [name, value] of Object.entries(grant.fields)) form.append(name, value);
  form.append('file', await openAsBlob(path));
  const answer = await fetch(grant.url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`${path} was not taken: ${answer.status} ${await answer.text()}`);
}
