import { extname } from 'node:path';
import type { KnownType } from './types.ts';
import { unsupported } from './unsupported.ts';

/** Tells the kinds of text apart by the beginning of the file. Throws FilemillError `file.unsupported`. */
export function sniffText(head: string, name: string): KnownType {
  const text = head.replace(/^\ufeff/, '').trimStart();
  const extension = extname(name).toLowerCase();
  if (text.startsWith('{\\rtf'))
    throw unsupported('It is an RTF document', 'Save it as DOCX or PDF and try again.');
  if (text.startsWith('%!PS')) throw unsupported('It is PostScript', 'Convert it to PDF and try again.');
  const root = rootElement(text);
  if (root === 'svg') throw unsupported('It is an SVG drawing', 'Export it as PNG or PDF and try again.');
  if (root === 'html' || (root && HTML_EXTENSIONS.has(extension))) return 'text/html';
  if (isMail(text)) return 'message/rfc822';
  if (TABLE_EXTENSIONS.has(extension)) return 'text/csv';
  if (MARKDOWN_EXTENSIONS.has(extension)) return 'text/markdown';
  if (PLAIN_EXTENSIONS.has(extension)) return 'text/plain';
  if (isMarkdown(text)) return 'text/markdown';
  return isTable(text) ? 'text/csv' : 'text/plain';
}

const HTML_EXTENSIONS = new Set(['.html', '.htm', '.xhtml']);
const TABLE_EXTENSIONS = new Set(['.csv', '.tsv']);
const MARKDOWN_EXTENSIONS = new Set(['.md', '.markdown']);
const PLAIN_EXTENSIONS = new Set(['.txt', '.text', '.log']);

/** Name of the first element behind an XML declaration, comments and a document type, which names it as well. */
function rootElement(text: string): string | undefined {
  const start = text.replace(/^(?:\s*(?:<\?[^>]*>|<!--[^]*?-->))*\s*/, '');
  const name = /^<(?:!doctype\s+)?(?:[\w-]+:)?([a-z][\w-]*)/i.exec(start)?.[1]?.toLowerCase();
  return name === 'head' || name === 'body' ? 'html' : name;
}

const MAIL_HEADERS = /^(?:from|to|subject|date|message-id|received|mime-version|return-path|delivered-to):/i;

/** A block of header lines at the top, at least two of them known ones, one saying who sent it. */
function isMail(text: string): boolean {
  const [block = ''] = text.split(/\r?\n\r?\n/, 1);
  const lines = block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  if (/^From \S+ /.test(lines[0] ?? '')) lines.shift(); // as in a mailbox file
  return (
    lines.every((line) => /^[!-9;-~]+:/.test(line)) &&
    lines.some((line) => /^from:/i.test(line)) &&
    lines.filter((line) => MAIL_HEADERS.test(line)).length >= 2
  );
}

/** Headings, and a second sign that only Markdown has: `#` alone starts comments in many languages. */
function isMarkdown(text: string): boolean {
  return /^#{1,6} \S/m.test(text) && /^```|\]\(\S+\)|^#{2,6} \S|\*\*\S/m.test(text);
}

/** At least three lines which all have the same number, ≥ 1, of one separator. */
function isTable(text: string): boolean {
  const lines = text.split(/\r?\n/).slice(0, -1).filter(Boolean).slice(0, 20);
  return (
    lines.length >= 3 &&
    [',', ';', '\t'].some((separator) => {
      const counts = new Set(lines.map((line) => line.split(separator).length));
      return counts.size === 1 && !counts.has(1);
    })
  );
}
