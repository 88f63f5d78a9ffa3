import { createHash } from 'node:crypto';
import type { ErrorCode, ErrorRecord, FailureStage } from './errors.ts';

/**
 * What failures have in common that are probably cured by the same deed: code, stage, engine and what was said, without
 * the numbers, names, paths and ids that differ from file to file. Equal causes have equal fingerprints, in every job.
 */
export interface FailureCause {
  /** 12 hexadecimal digits. */
  fingerprint: string;
  code: ErrorCode;
  stage: FailureStage;
  engine?: string;
  detail: string;
}

/** Stage of an error that doesn't say where it happened, by the first part of its code. */
const STAGE_OF: Record<string, FailureStage> = {
  upload: 'upload',
  engine: 'analyze',
  model: 'analyze',
  internal: 'analyze',
  storage: 'store',
  attempts: 'queue',
};

const DETAIL_LENGTH = 200;

export function failureCause(error: ErrorRecord): FailureCause {
  const { code, engine } = error;
  const stage = error.stage ?? STAGE_OF[code.split('.', 1)[0]!] ?? 'inspect';
  const detail = normalise(firstLine(error.cause) || error.message);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([code, stage, engine ?? '', detail]))
    .digest('hex')
    .slice(0, 12);
  return { fingerprint, code, stage, ...(engine !== undefined && { engine }), detail };
}

/**
 * A sentence without what differs between equal failures. The order matters: quoted names may hold paths, paths ids, and
 * ids numbers. All of the latter become `#`, as it can't be told
 * whether eight digits are a number or a hash. Nothing of a name or path is left, so that a group can be shown without telling whose file it was.
 */
function normalise(text: string): string {
  return text
    .replace(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”/g, '<name>')
    .replace(/\b[a-z][a-z+.-]*:\/\/\S+/gi, '<url>')
    .replace(/(?:[A-Za-z]:)?(?:[\\/][^\s\\/:,;)]+){2,}[\\/]?/g, '<path>')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '#')
    .replace(/\b0x[0-9a-f]+\b|\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi, '#')
    .replace(/\b(?=[A-Za-z]*\d)[A-Za-z0-9_-]{16,}\b/g, '#')
    .replace(/[\d#]+(?:[.,][\d#]+)*/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, DETAIL_LENGTH);
}

/** A cause may be a stack: its first line says what happened, the others where in the program. */
function firstLine(text = ''): string {
  return text.split('\n', 1)[0]!.trim();
}
