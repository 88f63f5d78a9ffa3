import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { FilemillError, type Limits, type TextPage } from '@filemill/core';
import { readWhole } from '../media/read-whole.ts';
import { HtmlReader } from './html-reader.ts';
import { PageBuilder } from './page-builder.ts';

/** An e-mail: its main headers as fields, its body, and a list of what is attached (not what is in it). */
export async function* readMail(path: string, limits: Limits): AsyncGenerator<TextPage> {
  const mail = await parse(await readWhole(path, limits));
  const pages = new PageBuilder(limits);
  pages.fields(headers(mail));
  addBody(mail, pages);
  addAttachments(mail.attachments, pages);
  yield* pages.end();
}

async function parse(bytes: Buffer): Promise<Email> {
  try {
    return await PostalMime.parse(bytes);
  } catch (error) {
    throw new FilemillError(
      'file.corrupt',
      'The e-mail is damaged and cannot be read. Save it again from the mail program and try that.',
      { cause: error },
    );
  }
}

function headers({ from, to, cc, subject, date }: Email): [key: string, value: string][] {
  const fields: [string, string | undefined][] = [
    ['From', from && formatAddress(from)],
    ['To', to?.map(formatAddress).join(', ')],
    ['Cc', cc?.map(formatAddress).join(', ')],
    ['Subject', subject],
    ['Date', date],
  ];
  return fields.filter((field): field is [string, string] => Boolean(field[1]));
}

function formatAddress(address: Address): string {
  if (address.group) return `${address.name}: ${address.group.map(formatAddress).join(', ')}`;
  return address.name ? `${address.name} <${address.address}>` : address.address;
}

/** The plain text where the sender gave one, since it is the same in fewer signs. */
function addBody({ text, html }: Email, pages: PageBuilder): void {
  if (text?.trim()) {
    for (const paragraph of text.split(/\r?\n\s*\r?\n/)) pages.block('paragraph', paragraph.split(/\r?\n/));
  } else if (html) {
    const reader = new HtmlReader(pages);
    reader.write(html);
    reader.end();
  }
}

function addAttachments(attachments: Attachment[], pages: PageBuilder): void {
  if (attachments.length === 0) return;
  pages.block('heading', ['Attachments']);
  pages.block(
    'list',
    attachments.map(({ filename, mimeType, content }) => {
      const bytes = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
      return `• ${filename ?? 'without a name'} (${mimeType}, ${bytes.toLocaleString('en')} bytes)`;
    }),
  );
}
