import type { AuditReport } from '@filemill/standalone/maintenance';
import type { Finding } from '@filemill/core/audit';
import { bytes, count } from './printable.ts';

/** What a person reads of an audit. */
export function findingLine({ code, jobId, fileId, detail }: Finding, repaired: string | undefined): string {
  const place = fileId ? `job ${jobId}, file ${fileId}` : `job ${jobId}`;
  return `${code}  ${place}: ${detail}${repaired ? ` → ${repaired}` : ''}`;
}

export function auditSummary(report: AuditReport): string {
  const files = Object.entries(report.files).filter(([, n]) => n > 0);
  const states = files.map(([state, n]) => `${count(n)} ${state}`).join(', ') || 'none';
  const total = files.reduce((sum, [, n]) => sum + n, 0);
  return [
    `jobs      ${count(report.jobs)}`,
    `files     ${count(total)}: ${states}`,
    `objects   ${count(report.objects)}, ${bytes(report.bytes)}`,
    ...(report.leftovers > 0
      ? [`leftovers ${count(report.leftovers)} objects of attempts that did not count`]
      : []),
    verdict(report),
  ].join('\n');
}

function verdict({ wrong, repairedWrong }: AuditReport): string {
  if (wrong === 0) return 'All is accounted for.';
  const found = wrong === 1 ? '1 thing does not add up' : `${count(wrong)} things do not add up`;
  return repairedWrong > 0 ? `${found}; ${count(repairedWrong)} repaired.` : `${found}.`;
}
