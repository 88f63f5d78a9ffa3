import { FilemillError, type ErrorCode } from '@filemill/core';
import { Command, CommanderError } from 'commander';
import { analyzeCommand } from './commands/analyze.ts';
import { failuresCommand } from './commands/failures.ts';
import { retryCommand } from './commands/retry.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { logsCommand } from './commands/logs.ts';
import { configCommand } from './commands/config.ts';
import { doctorCommand } from './commands/doctor.ts';
import { startCommand } from './commands/start.ts';
import { UsageError } from './usage-error.ts';

/** Exit codes: 0 all went well, 1 some files failed, 2 wrong use, 130 interrupted. */
const WRONG_USE = 2;
const WRONG_USE_CODES: readonly ErrorCode[] = [
  'job.not_found',
  'storage.in_use',
  'storage.newer',
  'input.invalid',
];

const program = new Command('filemill')
  .description('Turns piles of files into what is in them: text, tables, labels, faces, transcripts.')
  .version('0.1.0')
  .addCommand(analyzeCommand())
  .addCommand(startCommand())
  .addCommand(logsCommand())
  .addCommand(failuresCommand())
  .addCommand(retryCommand())
  .addCommand(doctorCommand())
  .addCommand(auditCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(configCommand());
for (const command of [program, ...program.commands]) command.exitOverride();

// A reader such as `head` that has seen enough is no failure; what is written from then on goes nowhere.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USE;
  } else if (error instanceof UsageError) {
    process.stderr.write(`filemill: ${error.message}\n`);
    process.exitCode = WRONG_USE;
  } else if (error instanceof FilemillError) {
    process.stderr.write(`filemill: ${error.message}\n`);
    process.exitCode = WRONG_USE_CODES.includes(error.code) ? WRONG_USE : 1;
  } else {
    throw error;
  }
}
