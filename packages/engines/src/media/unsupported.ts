import { FilemillError } from '@filemill/core';

const SUPPORTED =
  'Supported are PDF, DOCX, XLSX, PPTX, ODT, HTML, Markdown, CSV, e-mail and plain text; ' +
  'PNG, JPEG, WebP, GIF, AVIF, TIFF, BMP and HEIC; and the common audio and video formats.';

/** `what` is the beginning of a sentence that says what the file is; `advice` what to do, where that is known. */
export function unsupported(what: string, advice?: string): FilemillError {
  return new FilemillError('file.unsupported', `${what}, which cannot be analysed. ${advice ?? SUPPORTED}`);
}
