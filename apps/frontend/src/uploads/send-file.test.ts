import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../api/client.ts';
import { TransferError } from './retry.ts';
import { sendFile, type SendDeps } from './send-file.ts';
import { createSlots } from './slots.ts';

const PART = 10;
const expiresAt = '2030-01-01T00:00:00.000Z';

/** A server that takes files up to `PART` bytes as a form and larger ones in parts; `fail` makes transfers fail. */
function fakeServer(fail: (what: string, count: number) => Error | undefined = () => undefined) {
  const log: string[] = [];
  const parts = new Map<number, string>();
  const counts = new Map<string, number>();
  const attempt = (what: string) => {
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    const error = fail(what, count);
    if (error) throw error;
    log.push(what);
  };
  const deps = (size: number): SendDeps => ({
    inSlot: createSlots(4),
    api: {
      requestUpload: async ({ parts: wanted }) => {
        if (size <= PART) return { method: 'post', url: 'form', fields: { key: 'k' }, expiresAt };
        log.push(`sign ${wanted?.length ?? 0}`);
        return {
          method: 'multipart',
          uploadId: 'u1',
          partSize: PART,
          partCount: Math.ceil(size / PART),
          urls: Object.fromEntries((wanted ?? []).map((part) => [part, `part ${part}`])),
          uploaded: [...parts].map(([part, body]) => ({ part, etag: 'e', size: body.length })),
          expiresAt,
        };
      },
      completeUpload: async ({ uploadId }) => {
        attempt(`complete ${uploadId}`);
        return { file: {} as never };
      },
    },
    transport: {
      postForm: async (_url, _fields, file) => {
        attempt('form');
        parts.set(1, await file.text());
      },
      put: async (url, body) => {
        attempt(url);
        parts.set(Number(url.split(' ')[1]), await body.text());
      },
    },
  });
  return { log, parts, deps };
}

const request = (text: string, signal = new AbortController().signal) => ({
  jobId: 'j',
  fileId: '000001',
  file: new Blob([text]),
  signal,
  onSent: () => {},
});

const assembled = (parts: Map<number, string>) =>
  [...parts]
    .sort(([a], [b]) => a - b)
    .map(([, body]) => body)
    .join('');

test('a small file goes as one form, then is completed', async () => {
  const server = fakeServer();
  await sendFile(server.deps(5), request('hello'));
  assert.deepEqual(server.log, ['form', 'complete undefined']);
});

test('a large file arrives in parts that make it whole, signed a hundred at a time', async () => {
  const server = fakeServer();
  const text = Array.from({ length: 1_234 }, (_, i) => i % 10).join('');
  let sent = 0;
  await sendFile(server.deps(text.length), { ...request(text), onSent: (bytes) => (sent = bytes) });
  assert.equal(assembled(server.parts), text);
  assert.deepEqual(
    server.log.filter((line) => line.startsWith('sign')),
    ['sign 0', 'sign 100', 'sign 24'],
  );
  assert.equal(sent, text.length);
  assert.equal(server.log.at(-1), 'complete u1');
});

test('parts that are there already are not sent again', async () => {
  const server = fakeServer();
  server.parts.set(1, '0123456789');
  server.parts.set(3, '0123456789');
  await sendFile(server.deps(35), request('01234567890123456789012345678901234'));
  assert.deepEqual(server.log.filter((line) => line.startsWith('part')).sort(), ['part 2', 'part 4']);
});

test('an expired signature is renewed for that part alone', async () => {
  const server = fakeServer((what, count) =>
    what === 'part 2' && count === 1 ? new TransferError(403, 'Request has expired') : undefined,
  );
  await sendFile(server.deps(25), request('0123456789012345678901234'));
  assert.deepEqual(
    server.log.filter((line) => line.startsWith('sign')),
    ['sign 0', 'sign 3', 'sign 1'],
  );
  assert.equal(assembled(server.parts).length, 25);
});

test('an answer that retrying cannot change ends the file at once', async () => {
  let asked = 0;
  const server = fakeServer();
  const deps = server.deps(5);
  deps.api.requestUpload = async () => {
    asked += 1;
    throw new ApiError('job.wrong_state', 409, 'The job was cancelled.');
  };
  await assert.rejects(sendFile(deps, request('hello')), { code: 'job.wrong_state' });
  assert.equal(asked, 1);
});

test('an aborted upload ends with the reason of its abort', async () => {
  const server = fakeServer(() => new TransferError(0, ''));
  const stop = new AbortController();
  const sending = sendFile(server.deps(5), request('hello', stop.signal));
  stop.abort(new Error('paused'));
  await assert.rejects(sending, /paused/);
});
