import { after } from 'node:test';
import type { Mailer } from '@filemill/core';
import { mailerChecks, type MailerUnderTest } from '@filemill/core/ports/mailer.contract';
import { createInboxMailer } from '../mailer.ts';
import { MailFolder } from '../mailer/mail-folder.ts';
import { makeTestFolder } from '../test-support/database.ts';
import { expectCaught } from './expect-caught.ts';

/** A mailer that is sound but for how it sends. */
function breaking(wrap: (sound: Mailer) => Mailer): () => Promise<MailerUnderTest> {
  return async () => {
    const dir = makeTestFolder(after);
    const make = () => wrap(createInboxMailer(dir));
    const arrived = async () => (await new MailFolder(dir, Date).list(100)).map((mail) => mail.subject);
    return { mailer: make(), restart: async () => make(), arrived };
  };
}

let copies = 0;
const sendAgain = (sound: Mailer, mail: Parameters<Mailer['send']>[0]) =>
  sound.send({ ...mail, id: `${mail.id} copy ${++copies}` });

expectCaught('broken mailers', mailerChecks, [
  {
    how: 'loses mails',
    noticedBy: 'sends each mail',
    make: breaking(() => ({ send: async () => undefined })),
  },
  {
    how: 'sends the same mail twice',
    noticedBy: 'sends a mail of the same id once, whatever else it says',
    make: breaking((sound) => ({ send: (mail) => sendAgain(sound, mail) })),
  },
  {
    how: 'looks first and sends later',
    noticedBy: 'sends it once when it is asked to many times at once',
    make: breaking((sound) => {
      const sent = new Set<string>();
      return {
        async send(mail) {
          if (sent.has(mail.id)) return;
          await sendAgain(sound, mail);
          sent.add(mail.id);
        },
      };
    }),
  },
  {
    how: 'remembers in memory only',
    noticedBy: 'remembers over a restart what it has sent',
    make: breaking((sound) => {
      const sent = new Set<string>();
      return {
        async send(mail) {
          if (sent.has(mail.id)) return;
          sent.add(mail.id);
          await sendAgain(sound, mail);
        },
      };
    }),
  },
  {
    how: 'names mails by what is allowed in file names',
    noticedBy: 'tells apart ids that differ only in case or in characters that file names lack',
    make: breaking((sound) => ({
      send: (mail) => sound.send({ ...mail, id: mail.id.toLowerCase().replace(/\W/g, '_') }),
    })),
  },
]);
