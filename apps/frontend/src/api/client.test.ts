import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApi, type ApiError } from './client.ts';

test('a call is a POST of JSON to the procedure', async () => {
  let seen: { url: string; body: string } | undefined;
  const api = createApi(async (url, init) => {
    seen = { url: String(url), body: String(init?.body) };
    return Response.json({ deleted: true });
  });
  assert.deepEqual(await api.deleteJob({ jobId: 'j1' }), { deleted: true });
  assert.deepEqual(seen, { url: '/rpc/deleteJob', body: '{"jobId":"j1"}' });
});

test("a failure carries the server's code and words", async () => {
  const api = createApi(async () =>
    Response.json({ code: 'job.not_found', message: 'There is no such job.' }, { status: 404 }),
  );
  await assert.rejects(api.getJob({ jobId: 'x' }), (error: ApiError) => {
    assert.deepEqual(
      [error.code, error.status, error.message],
      ['job.not_found', 404, 'There is no such job.'],
    );
    return true;
  });
});

test('an answer that is not ours still says what to do', async () => {
  const api = createApi(async () => new Response('<html>', { status: 502 }));
  await assert.rejects(api.getJob({ jobId: 'x' }), { code: 'http.502', status: 502 });
});

test('no answer is told apart from a cancelled call', async () => {
  const api = createApi(() => Promise.reject(new TypeError('fetch failed')));
  await assert.rejects(api.getJob({ jobId: 'x' }), { code: 'network', status: 0 });
  await assert.rejects(api.getJob({ jobId: 'x' }, { signal: AbortSignal.abort() }), TypeError);
});
