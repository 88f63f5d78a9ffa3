import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createClient, ORPCError, type Client } from '@filemill/rpc/client';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startStandalone, type Standalone } from './start.ts';
import { createPlainEngines } from './testing/plain-engines.ts';

/** The whole path of a file over the real HTTP API, store, queue, bus and object storage; only the engines are plain. */

let root: string;
let server: Standalone;
let client: Client;
const engines = createPlainEngines();

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'filemill-'));
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'dist', 'index.html'), '<!doctype html>');
  server = await start();
  client = createClient({ url: server.url });
});
after(async () => {
  await server.stop();
  await rm(root, { recursive: true });
});

function start(): Promise<Standalone> {
  const config = readConfig({ FILEMILL_DATA: join(root, 'data'), FILEMILL_PORT: '0', FILEMILL_LOG: 'error' });
  return startStandalone(config, { log: createLog('error'), distDir: join(root, 'dist'), engines });
}

async function upload(jobId: string, fileId: string, text: string): Promise<void> {
  const grant = await client.requestUpload({ jobId, fileId });
  assert.equal(grant.method, 'post');
  if (grant.method !== 'post') return;
  const form = new FormData();
  for (const [name, value] of Object.entries(grant.fields)) form.append(name, value);
  form.append('file', new Blob([text]));
  const answer = await fetch(grant.url, { method: 'POST', body: form });
  assert.ok(answer.ok, `${answer.status} ${await answer.text()}`);
}

async function submit(texts: Record<string, string>): Promise<string> {
  const files = Object.entries(texts).map(([name, text]) => ({ name, size: Buffer.byteLength(text) }));
  const { job, fileIds } = await client.createJob({ files });
  await Promise.all(fileIds.map((fileId, i) => upload(job.jobId, fileId, Object.values(texts)[i]!)));
  return job.jobId;
}

async function ended(jobId: string) {
  for (;;) {
    const { job } = await client.getJob({ jobId });
    if (job.endedAt) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a job of files goes the whole path', async () => {
  const jobId = await submit({ 'pile/a.txt': 'alpha', 'pile/b.txt': 'beta' });
  const job = await ended(jobId);
  assert.equal(job.state, 'succeeded');
  assert.equal(job.name, 'pile');
  assert.equal(job.counts.succeeded, 2);
  const { files } = await client.listFiles({ jobId });
  assert.deepEqual(
    files.map(({ name, state, results }) => ({ name, state, results })),
    [
      { name: 'pile/a.txt', state: 'succeeded', results: ['text'] },
      { name: 'pile/b.txt', state: 'succeeded', results: ['text'] },
    ],
  );
  const { url } = await client.getResult({ jobId, fileId: files[1]!.fileId, analysis: 'text' });
  const result = (await (await fetch(url)).json()) as { pages: { text: string }[] };
  assert.equal(result.pages[0]!.text, 'beta');
});

test('one bad file does not spoil its job, and is retried by hand', async () => {
  const jobId = await submit({ good: 'good', bad: 'fail', empty: '' });
  const job = await ended(jobId);
  assert.equal(job.state, 'partial');
  const { files } = await client.listFiles({ jobId, state: 'failed' });
  assert.deepEqual(
    files.map(({ name, error }) => [name, error?.code]),
    [
      ['bad', 'file.corrupt'],
      ['empty', 'file.empty'],
    ],
  );
  const { retried } = await client.retryFiles({ jobId, fileIds: [files[0]!.fileId] });
  assert.equal(retried, 1);
  const again = await ended(jobId);
  assert.deepEqual([again.state, again.counts.failed, again.counts.succeeded], ['partial', 2, 1]);
});

test('an engine that crashes once costs one attempt', async () => {
  const jobId = await submit({ 'shaky.txt': 'crash-once' });
  assert.equal((await ended(jobId)).state, 'succeeded');
  const { files } = await client.listFiles({ jobId });
  const detail = await client.getFile({ jobId, fileId: files[0]!.fileId });
  assert.deepEqual(
    detail.attempts.map(({ attempt, error }) => [attempt, error?.code]),
    [
      [1, 'engine.crashed'],
      [2, undefined],
    ],
  );
});

test('equal bytes are analysed once', async () => {
  await ended(await submit({ 'first.txt': 'the same bytes' }));
  const jobId = await submit({ 'second.txt': 'the same bytes' });
  assert.equal((await ended(jobId)).state, 'succeeded');
  assert.ok(engines.analyzed.includes('first.txt'));
  assert.ok(!engines.analyzed.includes('second.txt'));
  const result = await client.getResult({ jobId, fileId: '000001', analysis: 'text' });
  assert.equal(result.seconds, 0);
  assert.ok((await fetch(result.url)).ok);
});

test('a large file goes in parts, is continued after a restart, and is the same on the other side', async () => {
  const part = Buffer.alloc(8 << 20, 'x');
  const text = Buffer.concat([part, part, Buffer.from('the end')]);
  const { job } = await client.createJob({ files: [{ name: 'large.txt', size: text.length }] });
  const ref = { jobId: job.jobId, fileId: '000001' };
  const send = async (number: number) => {
    const grant = await client.requestUpload({ ...ref, parts: [number] });
    assert.equal(grant.method, 'multipart');
    if (grant.method !== 'multipart') return;
    const body = text.subarray((number - 1) * grant.partSize, number * grant.partSize);
    assert.ok((await fetch(grant.urls[number]!, { method: 'PUT', body })).ok);
  };
  await send(3);
  await send(1);
  await assert.rejects(client.completeUpload(ref), { code: 'upload.size_mismatch' });

  await server.stop();
  server = await start();
  client = createClient({ url: server.url });
  const grant = await client.requestUpload(ref);
  assert.deepEqual(grant.method === 'multipart' && grant.uploaded.map(({ part: n }) => n), [1, 3]);
  await send(2);
  await client.completeUpload(ref);
  assert.equal((await ended(job.jobId)).state, 'succeeded');
  const { originalUrl } = await client.getFile(ref);
  assert.ok(Buffer.from(await (await fetch(originalUrl!)).arrayBuffer()).equals(text));
});

test('a job is cancelled, and what it was asked to forget is gone', async () => {
  const { job } = await client.createJob({ files: [{ name: 'never.txt', size: 5 }] });
  const cancelled = await client.cancelJob({ jobId: job.jobId });
  assert.deepEqual([cancelled.job.state, cancelled.job.counts.cancelled], ['cancelled', 1]);

  const jobId = await submit({ 'secret.txt': 'secret' });
  await ended(jobId);
  const { url } = await client.getResult({ jobId, fileId: '000001', analysis: 'text' });
  await client.deleteJob({ jobId });
  assert.equal((await fetch(url)).status, 404);
  await assert.rejects(client.getJob({ jobId }), { code: 'job.not_found' });
});

test('the same idempotency key gives the same job, and not another one', async () => {
  const input = { files: [{ name: 'once.txt', size: 4 }], idempotencyKey: 'once-and-only-once' };
  const first = await client.createJob(input);
  const second = await client.createJob(input);
  assert.equal(first.job.jobId, second.job.jobId);
  const other = client.createJob({ ...input, files: [{ name: 'other.txt', size: 5 }] });
  await assert.rejects(
    other,
    (error) => error instanceof ORPCError && error.code === 'job.idempotency_conflict',
  );
});

test('other sites and other names of this machine get nothing', async () => {
  const body = JSON.stringify({});
  const foreign = await fetch(`${server.url}/rpc/listJobs`, {
    method: 'POST',
    body,
    headers: { origin: 'http://evil.example' },
  });
  assert.equal(foreign.status, 403);
  const { port } = new URL(server.url);
  const local = await fetch(`http://localhost:${port}/jobs`, { redirect: 'manual' }).catch(() => undefined);
  if (local) assert.equal(local.headers.get('location'), `${server.url}/jobs`);
});

test('the document and the schema of the API are published', async () => {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    openapi: string;
    paths: object;
  };
  assert.match(document.openapi, /^3\.1/);
  assert.ok('/createJob' in document.paths);
  const schema = (await (await fetch(`${server.url}/result-schema.json`)).json()) as { $id: string };
  assert.equal(schema.$id, 'filemill.result/1');
  assert.match(await (await fetch(`${server.url}/api-docs`)).text(), /swagger-ui/);
});
