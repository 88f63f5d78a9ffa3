import { S3Error } from './error.ts';
import type { Pairs } from './sigv4.ts';

/** What a request's URL names. */
export interface Target {
  /** Decoded, as the signature sees it. */
  path: string;
  query: Query;
  bucket: string;
  /** Empty where the URL names the bucket. */
  key: string;
}

export interface Query {
  pairs: Pairs;
  get(name: string): string | undefined;
  has(name: string): boolean;
}

/** Undefined where the URL is not below the prefix. Never normalises: `a/../b` is a key like any other. */
export function parseTarget(url: string, prefix: string): Target | undefined {
  const [rawPath = '', ...rest] = url.split('?');
  if (rawPath !== prefix && !rawPath.startsWith(`${prefix}/`)) return undefined;
  const path = decode(rawPath);
  const [, bucket = '', key = ''] = /^\/?([^/]*)\/?(.*)$/s.exec(path.slice(prefix.length))!;
  return { path, query: parseQuery(rest.join('?')), bucket, key };
}

function parseQuery(text: string): Query {
  const pairs = text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0
        ? ([decode(part), ''] as const)
        : ([decode(part.slice(0, at)), decode(part.slice(at + 1))] as const);
    });
  const first = new Map(pairs.toReversed());
  return { pairs, get: (name) => first.get(name), has: (name) => first.has(name) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new S3Error('InvalidURI', 'The URL is not valid UTF-8 in percent-encoding.', { cause });
  }
}
