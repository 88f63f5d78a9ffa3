import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import { SMTPServer } from 'smtp-server';
import type { Mail } from '@filemill/core';
import { mailerContract } from '@filemill/core/ports/mailer.contract';
import { createInboxMailer, createSmtpMailer } from './mailer.ts';
import { MailFolder } from './mailer/mail-folder.ts';
import { makeTestFolder } from './test-support/database.ts';

mailerContract('mailer into the inbox', async () => {
  const dir = makeTestFolder(after);
  return {
    mailer: createInboxMailer(dir),
    restart: async () => createInboxMailer(dir),
    arrived: async () => (await new MailFolder(dir, Date).list(100)).map((mail) => mail.subject),
  };
});

mailerContract('mailer over SMTP', async () => {
  const { url, messages } = await startSmtpServer();
  const make = () => createSmtpMailer({ url, from: 'Filemill <filemill@example.org>', dir });
  const dir = makeTestFolder(after);
  return {
    mailer: make(),
    restart: async () => make(),
    arrived: async () => messages.map((message) => /^Subject: (.*)$/m.exec(message)![1]!.trim()),
  };
});

const mail: Mail = {
  id: 'job/1',
  to: 'ada@example.org',
  subject: 'Done',
  text: 'plain',
  html: '<p>rich</p>',
};

test('a mail has both its texts, and a Message-ID that is always the same', async () => {
  const { url, messages } = await startSmtpServer();
  for (const dir of [makeTestFolder(after), makeTestFolder(after)]) {
    await createSmtpMailer({ url, from: 'filemill@example.org', dir }).send(mail);
  }
  const ids = messages.map((message) => /^Message-ID: (.*)$/m.exec(message)![1]);
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
  assert.match(messages[0]!, /^plain\r$/m);
  assert.match(messages[0]!, /^<p>rich<\/p>\r$/m);
});

test('what the server did not take is not noted as sent', async () => {
  const dir = makeTestFolder(after);
  const unreachable = createSmtpMailer({ url: 'smtp://127.0.0.1:1', from: 'filemill@example.org', dir });
  await assert.rejects(unreachable.send(mail));
  const { url, messages } = await startSmtpServer();
  await createSmtpMailer({ url, from: 'filemill@example.org', dir }).send(mail);
  assert.equal(messages.length, 1);
});

/** A server that takes every mail. */
async function startSmtpServer(): Promise<{ url: string; messages: string[] }> {
  const messages: string[] = [];
  const take = callbackify(async (stream: Readable) => void messages.push(await text(stream)));
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, callback) => take(stream, callback),
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  after(() => server.close());
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, messages };
}
