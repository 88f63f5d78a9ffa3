import { systemClock, type Clock, type Mail, type Mailer } from '@filemill/core';
import { MailFolder, nameOf } from './mailer/mail-folder.ts';

/** A mailer that sends nothing: mails are kept in a folder, and `createInboxPage` shows them. */
export function createInboxMailer(dir: string, clock: Clock = systemClock): Mailer {
  const folder = new MailFolder(dir, clock);
  return { send: (mail) => folder.keep(mail) };
}

export interface SmtpMailerOptions {
  /** `smtp://user:password@host:587` or `smtps://…:465`. */
  url: string;
  /** The sender: `Filemill <filemill@example.org>`. */
  from: string;
  /** Folder that remembers what was sent; it can be shown by `createInboxPage` too. */
  dir: string;
  clock?: Clock;
}

/**
 * Sends through an SMTP server. A mail is noted as sent once the server has taken it, so a crash in between sends it a
 * second time rather than never; both then have the same Message-ID, by which mailboxes drop the second.
 */
export function createSmtpMailer({ url, from, dir, clock = systemClock }: SmtpMailerOptions): Mailer {
  const folder = new MailFolder(dir, clock);
  const sending = new Map<string, Promise<void>>();

  async function deliver(mail: Mail): Promise<void> {
    if (await folder.has(mail.id)) return;
    const { createTransport } = await import('nodemailer'); // only where SMTP is used at all
    const transport = createTransport(url);
    try {
      const { to, subject, text, html } = mail;
      const messageId = `<${nameOf(mail.id)}@filemill>`;
      await transport.sendMail({
        from,
        to,
        subject,
        text,
        html,
        messageId,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } finally {
      transport.close();
    }
    await folder.keep(mail);
  }

  return {
    send(mail) {
      const running = sending.get(mail.id) ?? deliver(mail).finally(() => sending.delete(mail.id));
      sending.set(mail.id, running);
      return running;
    },
  };
}
