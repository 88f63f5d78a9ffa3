import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { METRICS } from '@filemill/core';
import type { Client } from '@filemill/rpc/client';
import type { Standalone } from './start.ts';
import { parseExposition, type Family } from './testing/exposition.ts';
import { ended, makeSite, startTestServer, submit } from './testing/server.ts';

/** What `/metrics` says after jobs have gone the whole path, read as strictly as Prometheus would. */

let site: Awaited<ReturnType<typeof makeSite>>;
let server: Standalone;
let client: Client;

before(async () => {
  site = await makeSite();
  ({ server, client } = await startTestServer(site.root, site.config));
});
after(async () => {
  await server.stop();
  await site.remove();
});

async function scrape(): Promise<Map<string, Family>> {
  const answer = await fetch(`${server.url}/metrics`);
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  return parseExposition(await answer.text());
}

/** The value of a series that has these labels. */
function valueOf(families: Map<string, Family>, name: string, labels: Record<string, string> = {}): number {
  const family = families.get(name.replace(/_(count|sum|bucket)$/, '')) ?? families.get(name);
  const found = family?.samples.find(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  return found?.value ?? 0;
}

test('every file that was accepted has ended, and each stage of its path was timed', async () => {
  await ended(client, await submit(client, ['one', 'one', 'fail', '', 'crash-once']));
  const families = await scrape();
  const value = (name: string, labels?: Record<string, string>) =>
    valueOf(families, `filemill_${name}`, labels);

  assert.equal(value('files_accepted_total'), 5);
  assert.equal(value('bytes_accepted_total'), 3 + 3 + 4 + 0 + 10);
  assert.equal(value('files_ended_total', { state: 'succeeded' }), 3);
  assert.equal(value('files_ended_total', { state: 'failed' }), 2);
  assert.equal(value('jobs_ended_total', { state: 'partial' }), 1);
  assert.equal(value('attempts_total', { outcome: 'succeeded' }), 3);
  assert.equal(value('attempts_total', { outcome: 'failed' }), 2);
  assert.equal(value('attempts_total', { outcome: 'retried' }), 1);
  assert.equal(value('failures_total', { code: 'file.corrupt', stage: 'analyze' }), 1);
  assert.equal(value('failures_total', { code: 'file.empty', stage: 'inspect' }), 1);
  for (const stage of ['uploading', 'ready', 'queued', 'running']) {
    assert.equal(value('job_stage_seconds_count', { stage }), 1, stage);
  }
  assert.equal(value('file_stage_seconds_count', { stage: 'pending' }), 5);
  assert.equal(value('file_stage_seconds_count', { stage: 'running' }), 6);
  assert.equal(value('api_requests_total', { procedure: 'createJob', code: '200' }), 1);
});

test('gauges are there from the start, and the gap is 0', async () => {
  const families = await scrape();
  assert.equal(valueOf(families, 'filemill_conservation_gap'), 0);
  assert.equal(families.get('filemill_conservation_gap')?.samples.length, 1);
  assert.equal(families.get('filemill_queue_messages')?.samples.length, 2 * 4);
});

test('what is shown is in the catalogue, with its kind', async () => {
  for (const [name, { type }] of await scrape()) {
    const known = METRICS[name.replace('filemill_', '') as keyof typeof METRICS];
    assert.equal(type, known.kind, name);
  }
});

test('a name of a procedure that is none makes no series of its own', async () => {
  const answer = await fetch(`${server.url}/rpc/made-up-${Math.random()}`, { method: 'POST' });
  assert.equal(answer.status, 404);
  const families = await scrape();
  assert.equal(valueOf(families, 'filemill_api_requests_total', { procedure: 'unknown', code: '404' }), 1);
});

test("an answer carries its request's id: the caller's if it is a plain one", async () => {
  const call = (headers: Record<string, string>) =>
    fetch(`${server.url}/rpc/listJobs`, { method: 'POST', body: '{}', headers });
  const idOf = async (headers: Record<string, string>) => (await call(headers)).headers.get('x-request-id');
  assert.equal(await idOf({ 'x-request-id': 'from-a-proxy.1' }), 'from-a-proxy.1');
  assert.match((await idOf({})) ?? '', /^[0-9a-f-]{36}$/);
  assert.match((await idOf({ 'x-request-id': 'not { plain' })) ?? '', /^[0-9a-f-]{36}$/);
});
