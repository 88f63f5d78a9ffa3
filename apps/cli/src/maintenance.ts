import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@filemill/core';
import type { Config } from '@filemill/standalone/config';
import type * as Maintenance from '@filemill/standalone/maintenance';
import { readSettings } from './settings.ts';
import { UsageError } from './usage-error.ts';

/** The settings, and what is done with a data folder; loaded late, since only some commands need it. */
export async function openMaintenance(): Promise<{
  maintenance: typeof Maintenance;
  config: Config;
  log: Log;
}> {
  const config = readSettings();
  return { maintenance: await import('@filemill/standalone/maintenance'), config, log: toStandardError };
}

/** Throws a UsageError where there is no data yet, which is nearly always a wrong setting. */
export function checkHasData({ dataDir }: Config): void {
  if (existsSync(join(dataDir, 'filemill.sqlite'))) return;
  throw new UsageError(`There is no data in ${dataDir}. FILEMILL_DATA names the folder.`);
}

const toStandardError: Log = {
  info: () => undefined,
  warn: (event, members) => process.stderr.write(`${event} ${JSON.stringify(members ?? {})}\n`),
  error: (event, members) => process.stderr.write(`${event} ${JSON.stringify(members ?? {})}\n`),
};
