import { join } from 'node:path';
import { DIST, ensureBuilt } from '@filemill/frontend/built';
import { readConfig } from './config.ts';
import { createLogFiles } from './log/log-files.ts';
import { createLog } from './log.ts';
import { startStandalone } from './start.ts';

/** `npm start` and `filemill start`: everything on one machine, until SIGTERM or Ctrl C. */
export async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel, {
    files: createLogFiles({
      dir: join(config.dataDir, 'logs'),
      days: config.logDays,
      maxBytes: config.logMegabytes * 1e6,
    }),
  });
  process.on('exit', log.flush);
  await ensureBuilt((line) => console.log(line));
  const server = await startStandalone(config, { log, distDir: DIST });
  console.log(
    `Filemill is ready on ${server.url}\nAll its data is in ${config.dataDir}. Stop it with Ctrl C.`,
  );
  const signal = await untilTold();
  log.info('server.stopping', { signal });
  await server.stop();
}

/** The first signal ends in good order; a second one ends at once, which loses nothing that was acknowledged. */
function untilTold(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.on(name, () => {
        process.on(name, () => process.exit(1));
        resolve(name);
      });
    }
  });
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
