import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createFrontend } from './start.ts';

let server: Server;
let url: string;
let dist: string;

before(async () => {
  dist = await mkdtemp(join(tmpdir(), 'frontend-'));
  await mkdir(join(dist, 'assets'));
  await writeFile(join(dist, 'index.html'), '<meta name="csp-nonce" nonce="__CSP_NONCE__">');
  await writeFile(join(dist, 'assets/app-1a2b.js'), 'let a;');
  await writeFile(join(dist, 'assets/app-1a2b.js.gz'), gzipSync('let a;'));
  await writeFile(join(dist, '.built-from'), 'secret');
  const frontend = await createFrontend({ distDir: dist });
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    if (!(await frontend(req, res))) res.writeHead(404).end('not ours');
  };
  server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

after(async () => {
  server.close();
  await rm(dist, { recursive: true });
});

test('every screen gets the page, with a fresh nonce that its policy names', async () => {
  const nonces = new Set<string>();
  for (const path of ['/', '/jobs', '/jobs/j1/files/000001?tab=text']) {
    const response = await fetch(url + path);
    const nonce = /nonce="([^"]+)"/.exec(await response.text())?.[1];
    assert.ok(nonce && response.headers.get('content-security-policy')?.includes(`'nonce-${nonce}'`));
    assert.equal(response.headers.get('cache-control'), 'no-cache');
    nonces.add(nonce);
  }
  assert.equal(nonces.size, 3);
});

test('assets are kept for ever and sent compressed to those who take it', async () => {
  const plain = await fetch(`${url}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'identity' } });
  assert.equal(plain.headers.get('content-encoding'), null);
  assert.match(plain.headers.get('cache-control') ?? '', /immutable/);
  assert.equal(await plain.text(), 'let a;');
  const packed = await fetch(`${url}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(packed.headers.get('content-encoding'), 'gzip');
  assert.equal(await packed.text(), 'let a;');
});

test('what is not of the web app is left to others', async () => {
  for (const path of [
    '/rpc/getJob',
    '/s3/uploads/x',
    '/assets/gone.js',
    '/.built-from',
    '/assets/..%2findex.html',
  ]) {
    const response = await fetch(url + path);
    assert.equal(`${path} ${response.status}`, `${path} 404`);
  }
});

test('only reading is allowed', async () => {
  const response = await fetch(url, { method: 'POST', body: 'x' });
  assert.equal(response.status, 405);
});
