import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually } from '@filemill/core/ports/contract';
import { codeOf, ORIGIN, startS3 } from '../test-support/s3.ts';

const s3 = await startS3(after);
const { blobs } = s3;
await blobs.put('uploads', 'page', '<script>alert(1)</script>', 'text/html');
await blobs.put('uploads', 'picture', 'png', 'image/png');

async function read(key: string, options: { mediaType?: string; headers?: Record<string, string> } = {}) {
  const { mediaType, headers = {} } = options;
  return fetch(await blobs.presignGet('uploads', key, { expiresSeconds: 60, mediaType }), { headers });
}

test("nothing that was uploaded is active on the application's origin", async () => {
  const shown = ['image/png', 'audio/wav', 'video/mp4', 'application/pdf', 'text/plain; charset=utf-8'];
  const saved = ['text/html', 'image/svg+xml', 'IMAGE/SVG+XML', 'application/xhtml+xml', 'text/xml', 'x'];
  for (const mediaType of [...shown, ...saved]) {
    const { headers } = await read('page', { mediaType });
    assert.equal(headers.get('content-disposition'), shown.includes(mediaType) ? 'inline' : 'attachment');
    assert.match(headers.get('content-security-policy')!, /^sandbox/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-site');
  }
  assert.equal((await read('page')).headers.get('content-disposition'), 'attachment');
});

test('a type that no header can have is refused', async () => {
  assert.equal(
    await codeOf(await read('page', { mediaType: 'text/plain\r\nset-cookie: a=b' })),
    'InvalidArgument',
  );
});

test('an unchanged object is not sent again', async () => {
  const etag = (await read('picture')).headers.get('etag')!;
  const same = await read('picture', { headers: { 'if-none-match': etag } });
  assert.deepEqual([same.status, await same.text()], [304, '']);
  assert.equal((await read('picture', { headers: { 'if-none-match': '"other"' } })).status, 200);
  const other = await read('picture', { headers: { 'if-match': '"other"' } });
  assert.equal(await codeOf(other), 'PreconditionFailed');
});

test('ranges', async () => {
  const get = (range: string, more = {}) => read('picture', { headers: { range, ...more } });
  const expected: [string, number, string][] = [
    ['bytes=0-0', 206, 'p'],
    ['bytes=1-', 206, 'ng'],
    ['bytes=-2', 206, 'ng'],
    ['bytes=-9', 206, 'png'],
    ['bytes=0-99', 206, 'png'],
    ['bytes=2-1', 200, 'png'],
    ['bytes=0-0,2-2', 200, 'png'],
    ['lines=0-1', 200, 'png'],
  ];
  for (const [range, status, body] of expected) {
    const response = await get(range);
    assert.deepEqual([response.status, await response.text()], [status, body], range);
  }
  assert.equal(await codeOf(await get('bytes=3-')), 'InvalidRange');
  assert.equal(await codeOf(await get('bytes=-0')), 'InvalidRange');
  assert.equal((await get('bytes=0-0', { 'if-range': '"an older version"' })).status, 200);
});

test('a reader that goes away in the middle is no failure', async () => {
  await blobs.put('uploads', 'film', Buffer.alloc(32 * 1024 * 1024), 'video/mp4');
  const reading = new AbortController();
  const url = await blobs.presignGet('uploads', 'film', { expiresSeconds: 60 });
  const response = await fetch(url, { signal: reading.signal });
  await response.body!.getReader().read();
  assert.equal(s3.busy(), 1);
  reading.abort();
  await eventually(async () => assert.equal(s3.busy(), 0));
  assert.deepEqual(s3.errors, []);
});

test('pages of allowed origins may upload and see the ETag', async () => {
  const ask = (origin: string) =>
    fetch(`${s3.endpoint}/uploads/a`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    });
  const allowed = await ask(ORIGIN);
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers.get('access-control-allow-origin'), ORIGIN);
  assert.match(allowed.headers.get('access-control-allow-methods')!, /PUT/);
  assert.equal(allowed.headers.get('access-control-allow-headers'), 'content-type');
  const forbidden = await ask('https://elsewhere.example');
  assert.equal(forbidden.headers.get('access-control-allow-origin'), null);
  assert.equal(await codeOf(forbidden), 'AccessForbidden');

  const answer = await read('picture', { headers: { origin: ORIGIN } });
  assert.equal(answer.headers.get('access-control-allow-origin'), ORIGIN);
  assert.match(answer.headers.get('access-control-expose-headers')!, /ETag/);
  const other = await read('picture', { headers: { origin: 'https://elsewhere.example' } });
  assert.equal(other.headers.get('access-control-allow-origin'), null);
});

test('who has no signature learns nothing, not even what is there', async () => {
  for (const path of ['/uploads/page', '/uploads/none', '/uploads?list-type=2', '/other/a', '', '/']) {
    for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'PATCH']) {
      const response = await fetch(s3.endpoint + path, { method });
      assert.equal(response.headers.get('content-type'), 'application/xml');
      assert.equal(await codeOf(response), 'AccessDenied', `${method} ${path}`);
    }
    assert.equal((await fetch(s3.endpoint + path, { method: 'HEAD' })).status, 403);
  }
});
