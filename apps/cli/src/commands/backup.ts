import { resolve } from 'node:path';
import { Command } from 'commander';
import { auditSummary, findingLine } from '../audit-lines.ts';
import { checkHasData, openMaintenance } from '../maintenance.ts';
import { bytes, count } from '../printable.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .description('Back up the data folder, also while the server runs, and audit the backup.')
    .argument('<dir>', 'a new folder, or an earlier backup, of which only what is new is copied')
    .addHelpText(
      'after',
      `
Whatever was acknowledged before it began is in the backup. On the same disk originals and results are hard links, which
cost no room and protect from deletion but not from the disk's end: keep a backup on another disk too.
Exit codes: 0 done and all is accounted for, 1 something is not, 2 wrong use.

Examples:
  filemill backup /mnt/backup/filemill
  FILEMILL_DATA=/srv/filemill filemill backup /mnt/backup/filemill`,
    )
    .action(async (dir: string) => {
      const { maintenance, config, log } = await openMaintenance();
      checkHasData(config);
      const target = resolve(dir);
      const { backup, audit } = await maintenance.backUpFolder(config, target, { log, onFinding });
      const { manifest, added, removed } = backup;
      const { count: objects, bytes: size } = manifest.objects;
      print(`Backed up ${config.dataDir} as of ${manifest.begunAt} into ${target}:`);
      print(
        `${count(objects)} objects, ${bytes(size)}; ${count(added)} new, ${count(removed)} no longer needed`,
      );
      print(auditSummary(audit));
      process.exitCode = audit.wrong > 0 ? 1 : 0;
    });
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('Make a data folder of a backup, and audit it.')
    .argument('<dir>', 'folder of the backup; it stays as it is')
    .addHelpText(
      'after',
      `
FILEMILL_DATA names the folder to restore into, which must be new or empty. Then start the server on it: jobs go on where
the backup found them.
Exit codes: 0 done and all is accounted for, 1 something is not, 2 wrong use.

Examples:
  FILEMILL_DATA=/srv/filemill-new filemill restore /mnt/backup/filemill`,
    )
    .action(async (dir: string) => {
      const { maintenance, config, log } = await openMaintenance();
      const { manifest, audit } = await maintenance.restoreFolder(config, resolve(dir), { log, onFinding });
      print(`Restored the backup of ${manifest.begunAt} into ${config.dataDir}.`);
      print(auditSummary(audit));
      process.exitCode = audit.wrong > 0 ? 1 : 0;
    });
}

function onFinding(finding: Parameters<typeof findingLine>[0]): void {
  print(findingLine(finding, undefined));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
