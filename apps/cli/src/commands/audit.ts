import { Command } from 'commander';
import { auditSummary, findingLine } from '../audit-lines.ts';
import { checkHasData, openMaintenance } from '../maintenance.ts';

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
      else if (weight === 'wrong' || repaired) print(findingLine(finding, repaired));
    },
  });
  print(flags.json ? JSON.stringify({ summary: report }) : auditSummary(report));
  process.exitCode = report.wrong > report.repairedWrong ? 1 : 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
