import { FilemillError } from '@filemill/core';

/** Why the blob store refuses a request; the S3 endpoint answers with S3's code of the same meaning. */
export type Refusal =
  | 'no-such-upload'
  | 'invalid-part'
  | 'invalid-part-order'
  | 'part-too-small'
  | 'object-too-large'
  | 'invalid-key';

export class BlobRefused extends FilemillError {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, message: string) {
    super(refusal === 'object-too-large' ? 'file.too_large' : 'input.invalid', message);
    this.refusal = refusal;
  }
}

/** As S3: 1 to 1,024 bytes of UTF-8. */
export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes < 1 || bytes > 1024) throw new BlobRefused('invalid-key', 'A key has 1 to 1,024 bytes.');
  if (!key.isWellFormed()) throw new BlobRefused('invalid-key', 'A key is valid Unicode.');
}

export function tooLarge(limit: number): BlobRefused {
  return new BlobRefused('object-too-large', `An object has at most ${limit.toLocaleString('en')} bytes.`);
}
