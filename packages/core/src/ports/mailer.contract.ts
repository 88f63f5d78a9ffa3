import assert from 'node:assert/strict';
import { eventually, registerChecks, together, type Check } from './contract.ts';
import type { Mail, Mailer } from './mailer.ts';

export interface MailerUnderTest {
  mailer: Mailer;
  /** The same mailer after a restart of the program. */
  restart(): Promise<Mailer>;
  /** The subjects of what has arrived. */
  arrived(): Promise<string[]>;
}

/** What every mailer promises. */
export const mailerChecks: readonly Check<MailerUnderTest>[] = [
  {
    name: 'sends each mail',
    async check(make) {
      const { mailer, arrived } = await make();
      await mailer.send(mail('a'));
      await mailer.send(mail('b'));
      await eventually(async () =>
        assert.deepEqual((await arrived()).sort(), ['Subject of a', 'Subject of b']),
      );
    },
  },
  {
    name: 'sends a mail of the same id once, whatever else it says',
    async check(make) {
      const { mailer, arrived } = await make();
      await mailer.send(mail('a'));
      await mailer.send({ ...mail('a'), subject: 'Another subject' });
      await mailer.send(mail('z'));
      await eventually(async () =>
        assert.deepEqual((await arrived()).sort(), ['Subject of a', 'Subject of z']),
      );
    },
  },
  {
    name: 'sends it once when it is asked to many times at once',
    async check(make) {
      const { mailer, arrived } = await make();
      await together(8, () => mailer.send(mail('a')));
      await mailer.send(mail('z'));
      await eventually(async () =>
        assert.deepEqual((await arrived()).sort(), ['Subject of a', 'Subject of z']),
      );
    },
  },
  {
    name: 'remembers over a restart what it has sent',
    async check(make) {
      const { mailer, restart, arrived } = await make();
      await mailer.send(mail('a'));
      const later = await restart();
      await later.send(mail('a'));
      await later.send(mail('z'));
      await eventually(async () =>
        assert.deepEqual((await arrived()).sort(), ['Subject of a', 'Subject of z']),
      );
    },
  },
  {
    name: 'tells apart ids that differ only in case or in characters that file names lack',
    async check(make) {
      const { mailer, arrived } = await make();
      for (const id of ['job/1', 'JOB/1', 'job_1', '../job/1']) await mailer.send(mail(id));
      await eventually(async () => assert.equal((await arrived()).length, 4));
    },
  },
];

/** Registers the contract's tests for one adapter; `make` gives a mailer that has sent nothing yet. */
export function mailerContract(name: string, make: () => Promise<MailerUnderTest>): void {
  registerChecks(name, mailerChecks, make);
}

function mail(id: string): Mail {
  return {
    id,
    to: 'ada@example.org',
    subject: `Subject of ${id}`,
    text: `Text of ${id}`,
    html: `<p>Text of ${id}</p>`,
  };
}
