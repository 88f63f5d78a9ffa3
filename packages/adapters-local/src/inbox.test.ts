import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createInboxPage } from './inbox.ts';
import { createInboxMailer } from './mailer.ts';
import { makeTestFolder } from './test-support/database.ts';
import { serve } from './test-support/http.ts';

const dir = makeTestFolder(after);
const url = await serve(after, createInboxPage(dir));

async function get(path: string): Promise<{ status: number; policy: string; html: string }> {
  const response = await fetch(url + path);
  const policy = response.headers.get('content-security-policy') ?? '';
  return { status: response.status, policy, html: await response.text() };
}

test('an empty inbox says so', async () => {
  const { status, html } = await get('/inbox');
  assert.equal(status, 200);
  assert.match(html, /No mail yet/);
});

test('lists mails with the newest open, each at an address of its own', async () => {
  const mailer = createInboxMailer(dir);
  const html = '<html><head></head><body><script>alert(1)</script><a href="/jobs/1">job</a></body></html>';
  await mailer.send({ id: 'a', to: 'ada@example.org', subject: 'First <b>', text: 'one', html });
  await new Promise((resolve) => setTimeout(resolve, 10));
  await mailer.send({ id: 'b', to: 'ada@example.org', subject: 'Second', text: 'two </pre>', html });

  const list = await get('/inbox');
  assert.match(list.html, /<h2>Second<\/h2>/);
  assert.match(list.html, /First &#60;b&#62;/, 'what a mail says is text');
  assert.doesNotMatch(list.html, /alert/, 'its HTML is in a frame only');
  assert.match(list.policy, /default-src 'none'.*frame-ancestors 'none'/);
  const links = [...list.html.matchAll(/href="(\/inbox\/[0-9a-f]+)"/g)].map((match) => match[1]!);
  assert.equal(links.length, 2);
  assert.match((await get(links[1]!)).html, /<h2>First/);
});

test("a mail's HTML runs nothing and loads nothing; its links open in a tab of their own", async () => {
  const [, name] = /src="\/inbox\/([0-9a-f]+)\/body"/.exec((await get('/inbox')).html)!;
  const { html, policy } = await get(`/inbox/${name}/body`);
  assert.match(html, /<head><base target="_blank">/);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /sandbox allow-popups allow-popups-to-escape-sandbox$/);
  assert.doesNotMatch(policy, /script/);
});

test('what is not there is not found, and other paths are left alone', async () => {
  assert.equal((await get(`/inbox/${'0'.repeat(32)}`)).status, 404);
  assert.equal((await get('/inbox/..%2f..%2fetc%2fpasswd/body')).status, 404);
  assert.equal((await get('/inboxes')).status, 418);
  assert.equal((await fetch(`${url}/inbox`, { method: 'DELETE' })).status, 405);
});
