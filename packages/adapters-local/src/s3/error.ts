import { FilemillError } from '@filemill/core';
import { BlobRefused, type Refusal } from '../blob-store/failure.ts';

/** S3's own codes with their HTTP status, as far as this endpoint needs them; `StorageFull` is the one it adds. */
const STATUS = {
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidPolicyDocument: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedPOSTRequest: 400,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  StorageFull: 507,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type S3Code = keyof typeof STATUS;

export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly code: S3Code;
  readonly status: number;

  constructor(code: S3Code, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.status = STATUS[code];
  }
}

const REFUSALS: Record<Refusal, S3Code> = {
  'no-such-upload': 'NoSuchUpload',
  'invalid-part': 'InvalidPart',
  'invalid-part-order': 'InvalidPartOrder',
  'part-too-small': 'EntityTooSmall',
  'object-too-large': 'EntityTooLarge',
  'invalid-key': 'KeyTooLongError',
};

/** Any thrown value as S3 would say it. Only what nobody foresaw becomes `InternalError`, without its text. */
export function toS3Error(thrown: unknown): S3Error {
  if (thrown instanceof S3Error) return thrown;
  if (thrown instanceof BlobRefused) return new S3Error(REFUSALS[thrown.refusal], thrown.message);
  if (thrown instanceof FilemillError && thrown.code === 'file.not_found') {
    return new S3Error('NoSuchKey', 'The specified key does not exist.');
  }
  if (thrown instanceof FilemillError && thrown.code === 'storage.full') {
    return new S3Error('StorageFull', thrown.message, { cause: thrown });
  }
  if (thrown instanceof TypeError && 'code' in thrown && thrown.code === 'ERR_INVALID_CHAR') {
    return new S3Error('InvalidArgument', 'A header of the answer would have a character that headers lack.');
  }
  return new S3Error('InternalError', 'We encountered an internal error. Please try again.', {
    cause: thrown,
  });
}
