import { randomBytes } from 'node:crypto';
import type { Clock } from '@filemill/core';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ids that sort by time and can't be guessed: 10 characters of milliseconds, 16 of chance (80 bits), in base 32. */
export function createIds(clock: Clock): () => string {
  return () => encode(BigInt(clock.now()), 10) + encode(BigInt(`0x${randomBytes(10).toString('hex')}`), 16);
}

function encode(value: bigint, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++, value >>= 5n) text = ALPHABET[Number(value & 31n)] + text;
  return text;
}
