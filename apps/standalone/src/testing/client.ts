import assert from 'node:assert/strict';
import type { Client } from '@filemill/rpc/client';

/** Submits a job of text files and uploads them all; its id. */
export async function submitTexts(client: Client, texts: Record<string, string>): Promise<string> {
  const files = Object.entries(texts).map(([name, text]) => ({ name, size: Buffer.byteLength(text) }));
  const { job, fileIds } = await client.createJob({ files });
  await Promise.all(
    fileIds.map((fileId, i) => uploadText(client, { jobId: job.jobId, fileId }, Object.values(texts)[i]!)),
  );
  return job.jobId;
}

async function uploadText(client: Client, ref: { jobId: string; fileId: string }, text: string) {
  const grant = await client.requestUpload(ref);
  assert.equal(grant.method, 'post');
  if (grant.method !== 'post') return;
  const form = new FormData();
  for (const [name, value] of Object.entries(grant.fields)) form.append(name, value);
  form.append('file', new Blob([text]));
  const answer = await fetch(grant.url, { method: 'POST', body: form });
  assert.ok(answer.ok, `${answer.status} ${await answer.text()}`);
}

/** The job, once it has ended. */
export async function jobEnd(client: Client, jobId: string) {
  for (;;) {
    const { job } = await client.getJob({ jobId });
    if (job.endedAt) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
