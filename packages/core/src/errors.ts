/**
 * Everything that can go wrong has a stable code. A code never changes its meaning: programs match on it, people read
 * the message, operators follow the cause. Transports (HTTP, exit codes) map codes at their own edge.
 */
export const ERROR_CODES = {
  'input.invalid': 'The request does not have the form that the procedure takes.',
  'input.limit': 'The request goes past a limit.',
  'job.not_found': 'There is no such job, or it is not yours.',
  'job.wrong_state': 'The job is in a state that does not allow this.',
  'job.idempotency_conflict': 'The idempotency key was used for a different request.',
  'file.not_found': 'There is no such file in the job.',
  'result.not_found': 'The file has no such result.',
  'upload.missing': 'The file did not arrive before the deadline for uploads.',
  'upload.size_mismatch': 'The bytes that arrived are not as many as were announced.',
  'upload.lost': 'The bytes of the file had arrived, and are gone from the storage.',
  'upload.expired': 'The permission to upload has expired.',
  'file.empty': 'The file has no bytes.',
  'file.unreadable': 'The file cannot be opened for reading.',
  'file.corrupt': 'The file is damaged and cannot be read.',
  'file.encrypted': 'The file is protected by a password.',
  'file.unsupported': 'The type of the file is not one that can be analysed.',
  'file.too_large': 'The file has more bytes than the limit.',
  'file.no_analysis': 'None of the analyses asked for applies to this kind of file.',
  'image.too_large': 'The picture has more pixels than the limit.',
  'document.too_many_pages': 'The document has more pages than the limit.',
  'archive.bomb': 'The packed parts of the document unpack to more than the limit.',
  'media.too_long': 'The recording is longer than the limit.',
  'media.no_stream': 'The recording has no sound or picture that can be decoded.',
  'engine.crashed': 'The engine stopped in the middle of its work.',
  'engine.timeout': 'The engine took longer than the limit.',
  'engine.out_of_memory': 'The engine needed more memory than the limit.',
  'engine.failed': 'The engine reported an error.',
  'engine.missing': 'No engine for this analysis is installed.',
  'attempts.exhausted': 'The file failed in each of its attempts.',
  'model.unverified': 'A model file does not have the hash that it should have.',
  'storage.full': 'The disk has no room left.',
  'storage.in_use': 'Another process uses the data folder.',
  'storage.read_only': 'The disk does not let itself be written.',
  'storage.damaged': 'Something that was stored is damaged or gone.',
  'storage.older': 'The data was written by an older version.',
  'storage.newer': 'The data was written by a newer version.',
  cancelled: 'The work was cancelled.',
  internal: 'Something failed that should not have.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Codes after which trying again may succeed; all others are a property of the file or of the request. */
const TRANSIENT: ReadonlySet<ErrorCode> = new Set([
  'engine.crashed',
  'engine.timeout',
  'engine.out_of_memory',
  'engine.failed',
  'storage.full',
  'storage.read_only',
  'internal',
]);

/** What is kept and shown of an error. `cause` is for operators; it never holds content of a file. */
export interface ErrorRecord {
  code: ErrorCode;
  /** What happened and what to do now, for the person whose file it is. */
  message: string;
  cause?: string;
  /** The engine in which it happened, where it was in one. */
  engine?: string;
  /** Where on a file's path it happened; by the code if absent. */
  stage?: FailureStage;
}

/** Where on a file's path something failed: as it arrived, was looked into, analysed, stored, or waited for its turn. */
export const FAILURE_STAGES = ['upload', 'inspect', 'analyze', 'store', 'queue'] as const;
export type FailureStage = (typeof FAILURE_STAGES)[number];

export class FilemillError extends Error {
  override readonly name = 'FilemillError';
  readonly code: ErrorCode;
  readonly engine: string | undefined;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; engine?: string | undefined }) {
    super(message, options);
    this.code = code;
    this.engine = options?.engine;
  }
}

export function isTransient(code: ErrorCode): boolean {
  return TRANSIENT.has(code);
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}

/** Any thrown value as a record. What is not a FilemillError becomes `fallback`, with its text as the cause. */
export function toErrorRecord(thrown: unknown, fallback: ErrorCode = 'internal'): ErrorRecord {
  if (thrown instanceof FilemillError) {
    const { code, message, engine } = thrown;
    return { code, message, ...causeOf(thrown.cause), ...(engine !== undefined && { engine }) };
  }
  return { code: fallback, message: ERROR_CODES[fallback], ...causeOf(thrown) };
}

export function fromErrorRecord(record: ErrorRecord): FilemillError {
  const { code, message, cause, engine } = record;
  return new FilemillError(code, message, { engine, ...(cause && { cause }) });
}

function causeOf(thrown: unknown): { cause?: string } {
  if (thrown === undefined || thrown === null) return {};
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return { cause: text.slice(0, 2000) };
}
