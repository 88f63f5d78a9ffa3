import { FilemillError, type Page } from '@filemill/core';

type Key = string[];

/** The key that a page goes on after. Throws `input.invalid` for what isn't a cursor of a list with such keys. */
export function decodeCursor(cursor: string, length: number): Key {
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    key = undefined;
  }
  if (Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string'))
    return key;
  throw new FilemillError(
    'input.invalid',
    'The cursor is not one that this list gave. Start from the beginning.',
  );
}

/** Makes a page of up to `limit` items out of rows of which one more was asked for than the page may have. */
export function toPage<Row, T>(
  rows: Row[],
  limit: number,
  how: { item: (row: Row) => T; key: (row: Row) => Key },
): Page<T> {
  const items = rows.slice(0, limit).map(how.item);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  if (!last) return { items };
  return { items, cursor: Buffer.from(JSON.stringify(how.key(last))).toString('base64url') };
}
