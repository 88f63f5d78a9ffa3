import type { Limits, TextPage } from '@filemill/core';
import { OFFICE_TYPES } from '../media/types.ts';
import { readCsv } from './csv.ts';
import { readDocx } from './docx.ts';
import { readHtml } from './html.ts';
import { readMail } from './mail.ts';
import { readMarkdown } from './markdown.ts';
import { readOdt } from './odt.ts';
import { readPlainText } from './plain-text.ts';
import { readPptx } from './pptx.ts';
import { readXlsx } from './xlsx.ts';

/** Reads one format: pages as they become complete. Throws FilemillError `file.*`, `archive.bomb` or `document.*`. */
export type DocumentReader = (path: string, limits: Limits) => AsyncIterable<TextPage>;

const READERS: Record<string, DocumentReader> = {
  'text/plain': readPlainText,
  'text/csv': readCsv,
  'text/markdown': readMarkdown,
  'text/html': readHtml,
  'message/rfc822': readMail,
  [OFFICE_TYPES.docx]: readDocx,
  [OFFICE_TYPES.xlsx]: readXlsx,
  [OFFICE_TYPES.pptx]: readPptx,
  [OFFICE_TYPES.odt]: readOdt,
};

/**
 * The text of a document that has no fixed layout, page by page (`source: 'content'`, anchors are ranges of characters).
 * A page is a slide, a sheet (or 1,000 rows of it), or as much as makes a page to look at. Throws as readers do.
 */
export function readDocument(path: string, mediaType: string, limits: Limits): AsyncIterable<TextPage> {
  const read = READERS[mediaType];
  if (!read) throw new Error(`No reader for ${mediaType}, which sniffing let through`);
  return read(path, limits);
}
