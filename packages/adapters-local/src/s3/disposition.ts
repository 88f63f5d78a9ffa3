import { encode } from './sigv4.ts';

/** Types that a browser shows without running anything of theirs. All others are only ever saved. */
const SHOWN =
  /^(image\/(?!svg)[\w.+-]+|audio\/[\w.+-]+|video\/[\w.+-]+|application\/(pdf|json)|text\/plain)$/;

/** A Content-Disposition (RFC 6266) that makes browsers save under this name, whatever characters it has. */
export function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encode(name.toWellFormed())}`;
}

/**
 * The Content-Disposition to answer with. People's files are served from the application's own origin, so one that
 * could run script there, such as HTML or SVG, is never shown inline, whatever the request asks for.
 */
export function safeDisposition(mediaType: string, asked: string | undefined): string {
  if (asked !== undefined && /^attachment\b/i.test(asked)) return asked;
  const essence = mediaType.split(';')[0]!.trim().toLowerCase();
  return SHOWN.test(essence) ? (asked ?? 'inline') : 'attachment';
}
