import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODELS } from '../models/table.ts';

/** Raise it when an engine reads differently than before: results of earlier versions are then not used again. */
const REVISION = 1;

/** Names what results hang on besides the file: our code's revision, the packaged models, and one's own. */
export function enginesVersion(modelsDir: string | undefined): string {
  const own = modelsDir && join(modelsDir, 'SHA256SUMS');
  const sums = own && existsSync(own) ? readFileSync(own, 'utf8') : '';
  const hash = createHash('sha256').update(JSON.stringify(MODELS)).update(sums).digest('hex');
  return `${REVISION}-${hash.slice(0, 12)}`;
}
