import { readConfig, type Config } from '@filemill/standalone/config';
import { UsageError } from './usage-error.ts';

/** The settings of the environment; throws a UsageError that lists all that is wrong with them. */
export function readSettings(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
