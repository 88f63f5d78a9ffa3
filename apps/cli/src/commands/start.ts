import { Command } from 'commander';
import { readSettings } from '../settings.ts';

export function startCommand(): Command {
  return new Command('start')
    .description('Start the server and its web page on this machine.')
    .addHelpText(
      'after',
      `
Settings come from the environment; "filemill config" lists them. SIGTERM or Ctrl-C lets the work under way end first.

Examples:
  filemill start
  FILEMILL_PORT=9000 FILEMILL_DATA=/srv/filemill filemill start`,
    )
    .action(async () => {
      readSettings(); // before anything starts
      const { main } = await import('@filemill/standalone'); // much to load, and only this command needs it
      await main();
    });
}
