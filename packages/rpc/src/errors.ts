import { ORPCError } from '@orpc/contract';
import { ERROR_CODES, FilemillError, type ErrorCode } from '@filemill/core';

/** HTTP status of each code that a procedure may answer; all others are 500. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  'input.invalid': 400,
  'input.limit': 413,
  'job.not_found': 404,
  'file.not_found': 404,
  'result.not_found': 404,
  'job.wrong_state': 409,
  'job.idempotency_conflict': 409,
  'upload.size_mismatch': 409,
  'upload.missing': 409,
  'storage.full': 507,
  'storage.read_only': 507,
  'storage.damaged': 500,
};

/** The errors that every procedure declares, under their own codes. */
export const rpcErrors = Object.fromEntries(
  Object.entries(STATUS).map(([code, status]) => [code, { status, message: ERROR_CODES[code as ErrorCode] }]),
) as Record<keyof typeof STATUS, { status: number; message: string }>;

/** A core error as the API answers it; anything else is left for the handler's own 500. */
export function toRpcError(thrown: unknown): unknown {
  if (!(thrown instanceof FilemillError)) return thrown;
  const status = STATUS[thrown.code] ?? 500;
  return new ORPCError(thrown.code, { status, message: thrown.message, defined: true, cause: thrown });
}
