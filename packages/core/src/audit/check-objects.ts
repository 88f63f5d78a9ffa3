import { createHash } from 'node:crypto';
import type { FileRecord } from '../file.ts';
import type { Bucket, ObjectInfo } from '../ports/blob-store.ts';
import { parseResultKey } from '../pipeline/keys.ts';
import type { Finding, FindingCode } from './findings.ts';
import type { AuditSources } from './sources.ts';

interface Expected {
  bucket: Bucket;
  key: string;
  /** What is known of it. */
  size?: number;
  sha256?: string;
  missing: FindingCode;
  changed: FindingCode;
}

/** Compares what a file's record says is stored with what is. `deep` reads every byte. */
export async function checkObjects(
  sources: AuditSources,
  file: FileRecord,
  listed: { uploads: ObjectInfo[]; results: ObjectInfo[] },
  deep: boolean,
): Promise<Finding[]> {
  const expected = [...originalOf(file), ...outputsOf(file)];
  const findings = await Promise.all(expected.map((one) => checkOne(sources, file, one, deep)));
  return [...findings.flat(), ...strangers(file, listed, new Set(expected.map(({ key }) => key)))];
}

function originalOf({ uploadedAt, key, size, media }: FileRecord): Expected[] {
  if (!uploadedAt) return [];
  const sha256 = media?.sha256;
  return [{ bucket: 'uploads', key, size, sha256, missing: 'original.missing', changed: 'original.changed' }];
}

function outputsOf({ state, results, previews }: FileRecord): Expected[] {
  if (state !== 'succeeded') return [];
  const codes = { bucket: 'results', missing: 'result.missing', changed: 'result.changed' } as const;
  return [
    ...results.map(({ key, size, sha256 }) => ({ ...codes, key, size, sha256 })),
    ...previews.map(({ key }) => ({ ...codes, key })),
  ];
}

async function checkOne(
  { blobs }: AuditSources,
  { jobId, fileId }: FileRecord,
  { bucket, key, size, sha256, missing, changed }: Expected,
  deep: boolean,
): Promise<Finding[]> {
  const finding = (code: FindingCode, detail: string) => [
    { code, jobId, fileId, object: { bucket, key }, detail },
  ];
  const stored = await blobs.storedSize(bucket, key);
  if (stored === undefined) return finding(missing, `${bucket}/${key} is not there`);
  if (size !== undefined && stored !== size) {
    return finding(changed, `${bucket}/${key} has ${stored} bytes, not ${size}`);
  }
  if (!deep || !sha256) return [];
  const actual = await sha256Of(blobs, bucket, key);
  return actual === sha256
    ? []
    : finding(changed, `${bucket}/${key} has the SHA-256 ${actual}, not ${sha256}`);
}

async function sha256Of(blobs: AuditSources['blobs'], bucket: Bucket, key: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of await blobs.get(bucket, key)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/** Objects under the file's keys that its record doesn't speak of. */
function strangers(
  file: FileRecord,
  listed: { uploads: ObjectInfo[]; results: ObjectInfo[] },
  expected: ReadonlySet<string>,
): Finding[] {
  const { jobId, fileId } = file;
  const uploads = listed.uploads
    .filter(({ key }) => key !== file.key)
    .map(({ key }) => ({
      code: 'object.orphan' as const,
      ...{ jobId, fileId, object: { bucket: 'uploads' as const, key } },
      detail: `uploads/${key} belongs to no file`,
    }));
  const results = listed.results
    .filter(({ key }) => !expected.has(key) && !isUnderWay(file, key))
    .map(({ key }) => ({
      code: 'object.leftover' as const,
      ...{ jobId, fileId, object: { bucket: 'results' as const, key } },
      detail: `results/${key} is of an attempt that did not count`,
    }));
  return [...uploads, ...results];
}

function isUnderWay(file: FileRecord, key: string): boolean {
  const attempt = parseResultKey(key);
  return (
    file.state === 'running' &&
    attempt !== undefined &&
    'attempt' in attempt &&
    attempt.attempt === file.attempt
  );
}
