import type { AuditReport } from '@filemill/standalone/maintenance';
import { Command } from 'commander';
import { checkHasData, openMaintenance } from '../maintenance.ts';
import { bytes, count } from '../printable.ts';

interface Flags {
  job?: string;
  deep?: true;
  repair?: true;
  json?: true;
}

export function auditCommand(): Command {
  return new Command('audit')
    .description('Check from the stores alone that every accepted file is accounted for.')
    .option('--job <id>', 'only this job')
    .option('--deep', 'read every original and result, and compare its hash')
    .option('--repair', 'repair what can be repaired; the server must not be running')
    .option('--json', 'print a line of JSON for each finding, and one for the whole')
    .addHelpText(
      'after',
      `
Counts files and compares the counters, looks for each original, result and receipt, for messages of files that wait and
for the mail of each job that ended. Without --repair it changes nothing and may run beside the server.
Exit codes: 0 all is accounted for, 1 something is not, 2 wrong use.

Examples:
  filemill audit
  filemill audit --deep --json | jq .code
  filemill audit --repair`,
    )
    .action(auditAction);
}

async function auditAction(flags: Flags): Promise<void> {
  const { maintenance, config, log } = await openMaintenance();
  checkHasData(config);
  const run = flags.repair ? maintenance.repairFolder : maintenance.auditFolder;
  const report = await run(config, {
    ...{ jobId: flags.job, deep: flags.deep, log },
    onFinding(finding, repaired) {
      const { weight } = maintenance.FINDINGS[finding.code];
      if (flags.json) print(JSON.stringify({ ...finding, weight, ...(repaired && { repaired }) }));
      else
        print(`${finding.code}  ${placeOf(finding)}: ${finding.detail}${repaired ? ` → ${repaired}` : ''}`);
    },
  });
  print(flags.json ? JSON.stringify({ summary: report }) : summaryOf(report));
  process.exitCode = report.wrong > report.repairedWrong ? 1 : 0;
}

function placeOf({ jobId, fileId }: { jobId: string; fileId?: string }): string {
  return fileId ? `job ${jobId}, file ${fileId}` : `job ${jobId}`;
}

function summaryOf(report: AuditReport): string {
  const files = Object.entries(report.files).filter(([, n]) => n > 0);
  const states = files.map(([state, n]) => `${count(n)} ${state}`).join(', ') || 'no files';
  const total = files.reduce((sum, [, n]) => sum + n, 0);
  const verdict =
    report.wrong === 0
      ? 'All is accounted for.'
      : `${count(report.wrong)} findings, ${count(report.repairedWrong)} of them repaired.`;
  return [
    `${count(report.jobs)} jobs, ${count(total)} files: ${states}`,
    `${count(report.objects)} objects, ${bytes(report.bytes)}`,
    ...(report.leftovers > 0 ? [`${count(report.leftovers)} leftovers of attempts that did not count`] : []),
    verdict,
  ].join('\n');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
