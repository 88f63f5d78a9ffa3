import { text } from 'node:stream/consumers';
import type { FileRecord } from '../file.ts';
import type { JobRecord } from '../job.ts';
import { receiptsKey } from '../pipeline/keys.ts';
import { Receipt, receiptOf } from '../receipts.ts';
import type { Finding } from './findings.ts';
import type { AuditSources } from './sources.ts';

/** Compares the receipts of one page of an ended job's files with their records. */
export async function checkReceipts(
  { blobs }: AuditSources,
  job: JobRecord,
  files: FileRecord[],
): Promise<Finding[]> {
  const key = receiptsKey(job, files[0]!.fileId);
  const { jobId } = job;
  const object = { bucket: 'results' as const, key };
  if ((await blobs.storedSize('results', key)) === undefined) {
    const detail = `results/${key}, with the receipts of ${files.length} files, is not there`;
    return [{ code: 'receipt.missing', jobId, object, detail }];
  }
  const receipts = parseReceipts(await text(await blobs.get('results', key)));
  if (!receipts) {
    return [{ code: 'receipt.wrong', jobId, object, detail: `results/${key} can't be read as receipts` }];
  }
  const findings: Finding[] = [];
  for (const file of files) {
    const { fileId } = file;
    const receipt = receipts.get(fileId);
    receipts.delete(fileId);
    const expected = receiptOf(job, file);
    if (!receipt)
      findings.push({ code: 'receipt.missing', jobId, fileId, object, detail: `no line in ${key}` });
    else if (expected && factsOf(receipt) !== factsOf(expected)) {
      const detail = `${key} says ${receipt.state} since ${receipt.since}, the job store ${file.state} since ${file.since}`;
      findings.push({ code: 'receipt.wrong', jobId, fileId, object, detail });
    }
  }
  for (const fileId of receipts.keys()) {
    findings.push({
      code: 'receipt.orphan',
      jobId,
      fileId,
      object,
      detail: `a line in ${key} without a file`,
    });
  }
  return findings;
}

function parseReceipts(lines: string): Map<string, Receipt> | undefined {
  try {
    const receipts = lines
      .split('\n')
      .filter(Boolean)
      .map((line) => Receipt.parse(JSON.parse(line)));
    return new Map(receipts.map((receipt) => [receipt.fileId, receipt]));
  } catch {
    return undefined; // damaged: the finding says so
  }
}

/** What must agree, whichever version wrote the receipt. */
function factsOf({ jobId, round, jobFiles, state, since, sha256, results }: Receipt): string {
  const hashes = results.map(({ analysis, sha256: hash }) => `${analysis} ${hash}`);
  return JSON.stringify([jobId, round, jobFiles, state, since, sha256, hashes]);
}
