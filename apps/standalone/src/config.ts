import { availableParallelism } from 'node:os';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseChaos, type Chaos } from '@filemill/adapters-local';
import { DEFAULT_LIMITS, LIMITS, limitSetting, type LimitName, type Limits } from '@filemill/core';
import * as z from 'zod';

/** Every setting of the one-machine server, in one place: parsed once at the start, listed by `filemill config`. */

interface Setting<T> {
  env: string;
  /** As text, the way it would be set. */
  default: string;
  meaning: string;
  schema: z.ZodType<T>;
}

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().positive();

const settings = {
  dataDir: setting(
    'FILEMILL_DATA',
    './data',
    'Folder of all state: files, results, database, mail.',
    z.string(),
  ),
  host: setting(
    'FILEMILL_HOST',
    '127.0.0.1',
    'Address to listen on; only this machine until sign-in is built.',
    loopback(),
  ),
  port: setting('FILEMILL_PORT', '8420', 'Port to listen on; 0 takes a free one.', port),
  cores: setting(
    'FILEMILL_CORES',
    String(availableParallelism()),
    'Processor cores that the engines may use.',
    positive,
  ),
  modelsDir: setting(
    'FILEMILL_MODELS',
    '',
    'Folder of models that replace or add to the packaged ones.',
    z.string(),
  ),
  engines: setting(
    'FILEMILL_ENGINES',
    'embedded',
    'embedded; for measuring and testing the machinery also none (a text is its own result) and faulty (worker processes that fail as a file says).',
    z.enum(['embedded', 'none', 'faulty']),
  ),
  durability: setting(
    'FILEMILL_DURABILITY',
    'normal',
    'normal: what is acknowledged survives a crash of the program; full: also a loss of power, at a price in speed.',
    z.enum(['normal', 'full']),
  ),
  mailTo: setting(
    'FILEMILL_MAIL_TO',
    'you@filemill.localhost',
    'Who is told when a job has ended; empty for nobody.',
    z.string(),
  ),
  smtpUrl: setting(
    'FILEMILL_SMTP_URL',
    '',
    'SMTP server, as smtp://user:password@host:port; without one mail goes to /inbox.',
    z.string(),
  ),
  mailFrom: setting('FILEMILL_MAIL_FROM', 'Filemill <filemill@localhost>', 'Sender of the mail.', z.string()),
  reconcileSeconds: setting(
    'FILEMILL_RECONCILE_SECONDS',
    '60',
    'Seconds between sweeps that repair what a crash left behind.',
    positive,
  ),
  chaos: setting(
    'FILEMILL_CHAOS',
    '',
    'For testing only: makes storage, queues and events fail on purpose, as in seed=7,rate=0.05,drop=0,late=90.',
    z.string().transform((text, context) => (text ? readChaos(text, context) : undefined)),
  ),
  logLevel: setting(
    'FILEMILL_LOG',
    'info',
    'Lines to log on standard error: info, warn, error.',
    z.enum(['info', 'warn', 'error']),
  ),
  logDays: setting(
    'FILEMILL_LOG_DAYS',
    '14',
    'Days for which the log is kept in the folder logs of the data; all levels.',
    positive,
  ),
  logMegabytes: setting('FILEMILL_LOG_MEGABYTES', '256', 'Megabytes that these logs may take.', positive),
} as const;

type Settings = typeof settings;
export type Config = { [K in keyof Settings]: Settings[K] extends Setting<infer T> ? T : never } & {
  limits: Limits;
};

export interface DescribedSetting {
  env: string;
  value: string;
  default: string;
  meaning: string;
}

/** Reads the configuration; throws one error that lists all that is wrong with it. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const read = <T>({ env: name, default: fallback, schema }: Setting<T>): T | undefined => {
    const parsed = schema.safeParse(env[name] || fallback);
    if (parsed.success) return parsed.data;
    problems.push(`${name}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
    return undefined;
  };
  const values = Object.fromEntries(
    Object.entries(settings).map(([key, one]) => [key, read(one as Setting<unknown>)]),
  ) as unknown as Config;
  const limits = Object.fromEntries(limitSettings().map(([name, one]) => [name, read(one)])) as Limits;
  if (problems.length > 0) throw new Error(`These settings can't be used:\n  ${problems.join('\n  ')}`);
  return { ...values, dataDir: resolve(values.dataDir), limits };
}

/** Every setting with its present value, in the order of the table; secrets are not shown. */
export function describeConfig(env: NodeJS.ProcessEnv): DescribedSetting[] {
  const all = [...Object.values(settings), ...limitSettings().map(([, one]) => one)];
  return all.map(({ env: name, default: fallback, meaning }) => ({
    env: name,
    value: (env[name] || fallback).replace(/(\/\/[^:/]*:)[^@]*@/, '$1…@'),
    default: fallback,
    meaning,
  }));
}

function limitSettings(): [LimitName, Setting<number>][] {
  return (Object.keys(LIMITS) as LimitName[]).map((name) => {
    const { unit, meaning } = LIMITS[name];
    const schema = z.coerce.number().positive();
    return [
      name,
      setting(limitSetting(name), String(DEFAULT_LIMITS[name]), `Limit in ${unit}. ${meaning}`, schema),
    ];
  });
}

function setting<T>(env: string, fallback: string, meaning: string, schema: z.ZodType<T>): Setting<T> {
  return { env, default: fallback, meaning, schema };
}

function readChaos(text: string, context: z.RefinementCtx): Chaos {
  try {
    return parseChaos(text);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error));
    return z.NEVER;
  }
}

/** Anyone who reaches the port can read every file as long as there is no sign-in, so only this machine may. */
function loopback(): z.ZodType<string> {
  const isLoopback = (host: string) =>
    host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  return z.string().refine(isLoopback, {
    error: ({ input }) =>
      `${String(input)} would let others in, and there is no sign-in yet. Use 127.0.0.1, and an SSH tunnel to reach it from elsewhere.`,
  });
}
