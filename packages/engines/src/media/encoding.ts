/** Encodings of text that are told apart, under the names that TextDecoder knows. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Bytes that no text has: control characters other than tab, line ends, form feed and escape. */
const BINARY = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

/**
 * The encoding of what may be text, by its first bytes; undefined when they are no text. `complete` says that they are
 * all there is, so that a character cut in half at the end is an error.
 */
export function detectEncoding(head: Uint8Array, complete: boolean): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const wide = detectUtf16(head);
  if (wide) return wide;
  if (BINARY.test(Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1')))
    return undefined;
  return isUtf8(head, complete) ? 'utf-8' : 'windows-1252';
}

/** UTF-16 without a mark: in most languages every other byte is mostly 0. */
function detectUtf16(head: Uint8Array): Encoding | undefined {
  const zeros = [0, 0];
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2]!++;
  });
  const [even = 0, odd = 0] = zeros;
  const pairs = head.length / 2;
  if (pairs < 2) return undefined;
  if (odd > 0.6 * pairs && even === 0) return 'utf-16le';
  if (even > 0.6 * pairs && odd === 0) return 'utf-16be';
  return undefined;
}

function isUtf8(head: Uint8Array, complete: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !complete });
    return true;
  } catch {
    return false;
  }
}
