import { createHash } from 'node:crypto';
import type { KeptMail } from '../mailer/mail-folder.ts';
import { STYLE } from './style.ts';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** For the inbox itself: its own style, frames of its own, and nothing else. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For a mail's HTML: styles and embedded pictures only. Its links open outside of the frame. */
export const BODY_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

export function renderInbox(mails: KeptMail[], shown: KeptMail | undefined): string {
  if (!shown) {
    return page(
      'Inbox',
      '<p class="empty alone">No mail yet. Filemill writes one e-mail for each job that has ended; without an SMTP ' +
        'server it arrives here.</p>',
    );
  }
  const items = mails.map((mail) => item(mail, mail.name === shown.name)).join('');
  return page(shown.subject, `<nav aria-label="Mails"><ol>${items}</ol></nav>\n${article(shown)}`);
}

export function renderMissing(): string {
  return page(
    'No such mail',
    '<p class="empty alone">There is no such mail. <a href="/inbox">All mails</a></p>',
  );
}

/** A mail's HTML with its links told to open in a tab of their own. */
export function renderBody({ html }: KeptMail): string {
  const base = '<base target="_blank">';
  return /<head\b[^>]*>/i.test(html) ? html.replace(/<head\b[^>]*>/i, (head) => head + base) : base + html;
}

function item(mail: KeptMail, current: boolean): string {
  return `<li><a href="/inbox/${mail.name}"${current ? ' aria-current="page"' : ''}>
<b>${escape(mail.subject)}</b><span>${escape(mail.to)}</span>${time(mail.sentAt)}</a></li>`;
}

function article(mail: KeptMail): string {
  return `<main>
<div><h2>${escape(mail.subject)}</h2>
<dl><dt>To</dt><dd>${escape(mail.to)}</dd><dt>Sent</dt><dd>${time(mail.sentAt)}</dd></dl></div>
<iframe title="The mail's text" src="/inbox/${mail.name}/body"
  sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<details><summary>As plain text</summary><pre>${escape(mail.text)}</pre></details>
</main>`;
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · Filemill inbox</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>Inbox</h1><a href="/">Back to Filemill</a></header>
${content}
</body>
</html>
`;
}

/** `2026-11-23 20:15 UTC`: pages without script can't know the reader's time zone. */
function time(iso: string): string {
  return `<time datetime="${escape(iso)}">${escape(iso.slice(0, 16).replace('T', ' '))} UTC</time>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
