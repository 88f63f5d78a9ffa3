import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startApi } from '@filemill/api';
import type { Engines, Log } from '@filemill/core';
import { scheduleReconcile, scheduleSamples, subscribeAll } from '@filemill/events';
import { createFrontend } from '@filemill/frontend';
import { startJobProcessor } from '@filemill/job-processor';
import { startQueueProcessor } from '@filemill/queue-processor';
import { openAdapters } from './adapters.ts';
import type { Config } from './config.ts';
import { chooseEngines, filesAtATime } from './engines/choose.ts';
import { listen } from './http-server.ts';
import { createIds } from './ids.ts';
import { createScratch } from './scratch.ts';

export interface Standalone {
  /** Where the page is. */
  url: string;
  /** Takes no more work, gives back what is in hand, and resolves when all is written. */
  stop(): Promise<void>;
}

export interface StandaloneOptions {
  log: Log;
  /** Folder of the built web app. */
  distDir: string;
  /** By default those of the configuration; tests bring their own. */
  engines?: Engines;
}

/** There is one person on one machine. */
const OWNER = 'local';
/** Between two looks at queues and open jobs, for the gauges. */
const SAMPLE_SECONDS = 15;

/** Every app in one process tree, on local adapters. */
export async function startStandalone(
  config: Config,
  { log, distDir, engines }: StandaloneOptions,
): Promise<Standalone> {
  await mkdir(config.dataDir, { recursive: true });
  const adapters = await openAdapters(config, log);
  const frontend = await createFrontend({ distDir });
  let url = '';
  const deps = {
    ...adapters.ports,
    log,
    limits: config.limits,
    engines: engines ?? chooseEngines(config, log),
    scratch: await createScratch(join(config.dataDir, 'scratch')),
    newId: createIds(adapters.ports.clock),
    callerOf: async () => ({ owner: OWNER }),
    addressOf: () => config.mailTo || undefined,
    linkTo: (jobId: string) => `${url}/jobs/${jobId}`,
  };
  const server = await listen({ host: config.host, port: config.port, log }, (address) => {
    url = address;
    return [...adapters.handlersAt(address), startApi(deps), frontend];
  });
  subscribeAll(deps);
  adapters.start();
  const parts = [
    startQueueProcessor(deps),
    startJobProcessor(deps, { concurrency: filesAtATime(config) }),
    scheduleReconcile(deps, config.reconcileSeconds),
    scheduleSamples(deps, SAMPLE_SECONDS),
  ];
  return {
    url,
    async stop() {
      await Promise.all([server.close(), ...parts.map((part) => part.stop())]);
      await deps.engines.close();
      await adapters.close();
    },
  };
}
