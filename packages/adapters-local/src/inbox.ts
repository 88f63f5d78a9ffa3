import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '@filemill/core';
import { BODY_POLICY, PAGE_POLICY, renderBody, renderInbox, renderMissing } from './inbox/pages.ts';
import { MailFolder } from './mailer/mail-folder.ts';

/** Mails that the list shows. */
const NEWEST = 200;

/**
 * Answers `/inbox` (the list and the newest mail), `/inbox/<name>` (one mail) and `/inbox/<name>/body` (its HTML, in
 * which nothing runs and nothing is loaded). Resolves with false for other paths.
 */
export function createInboxPage(dir: string) {
  const folder = new MailFolder(dir, systemClock);

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const match = /^\/inbox(?:\/([^/]+)(\/body)?)?\/?$/.exec((request.url ?? '').split('?')[0]!);
    if (!match) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return true;
    }
    const [, name, body] = match;
    const mails = body ? [] : await folder.list(NEWEST);
    const mail = name === undefined ? mails[0] : await folder.read(name);
    if (name !== undefined && !mail) send(response, 404, renderMissing(), PAGE_POLICY);
    else if (body && mail) send(response, 200, renderBody(mail), BODY_POLICY);
    else send(response, 200, renderInbox(mails, mail), PAGE_POLICY);
    return true;
  };
}

function send(response: ServerResponse, status: number, html: string, policy: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  });
  response.end(html);
}
