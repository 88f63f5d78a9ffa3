import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { iso, type Clock, type Mail } from '@filemill/core';
import * as z from 'zod';
import { syncFolder } from '../blob-store/files.ts';

/** A mail as it is kept: one JSON file a mail, named by the hash of its id. */
export interface KeptMail extends Mail {
  /** Names the file; safe in paths and URLs. */
  name: string;
  /** ISO 8601. */
  sentAt: string;
}

const MailFile = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  sentAt: z.string(),
});
const NAME = /^[0-9a-f]{32}$/;

/** The mails that were sent, in a folder: what the inbox page shows, and how a mailer knows that it has sent one. */
export class MailFolder {
  readonly #dir: string;
  readonly #clock: Clock;

  constructor(dir: string, clock: Clock) {
    this.#dir = dir;
    this.#clock = clock;
  }

  async has(id: string): Promise<boolean> {
    return (await this.read(nameOf(id))) !== undefined;
  }

  /** Keeps a mail; durable once it resolves. One that is there already stays as it is. */
  async keep(mail: Mail): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const temporary = join(this.#dir, `${randomUUID()}.part`);
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify({ ...mail, sentAt: iso(this.#clock.now()) }));
      await file.sync();
      await link(temporary, this.#path(nameOf(mail.id))).catch(unless('EEXIST'));
    } finally {
      await file.close();
      await rm(temporary);
    }
    await syncFolder(this.#dir);
  }

  /** Undefined where there is no such mail. */
  async read(name: string): Promise<KeptMail | undefined> {
    if (!NAME.test(name)) return undefined;
    const text = await readFile(this.#path(name), 'utf8').catch(unless('ENOENT'));
    return text === undefined ? undefined : { name, ...MailFile.parse(JSON.parse(text)) };
  }

  /** The newest mails, newest first. */
  async list(limit: number): Promise<KeptMail[]> {
    const names = (await readdir(this.#dir).catch(unless('ENOENT'))) ?? [];
    const mails = names
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length));
    const dated = await Promise.all(
      mails.map(async (name) => ({ name, time: (await stat(this.#path(name))).mtimeMs })),
    );
    const newest = dated.sort((a, b) => b.time - a.time).slice(0, limit);
    const read = await Promise.all(newest.map(({ name }) => this.read(name)));
    return read.filter((mail) => mail !== undefined);
  }

  #path(name: string): string {
    return join(this.#dir, `${name}.json`);
  }
}

export function nameOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 32);
}

function unless(code: string) {
  return (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== code) throw error;
  };
}
