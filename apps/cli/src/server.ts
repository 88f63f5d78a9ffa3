import { createClient, ORPCError, type Client } from '@filemill/rpc/client';
import { UsageError } from './usage-error.ts';

export const DEFAULT_URL = 'http://127.0.0.1:8420';

/** Asks a running server; where none answers, or it refuses, a UsageError says so in one line. */
export async function askServer<T>(url: string, ask: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await ask(createClient({ url }));
  } catch (error) {
    if (error instanceof ORPCError) throw new UsageError(`${error.message} (${error.code})`);
    if (error instanceof TypeError) {
      throw new UsageError(
        `No server answers at ${url}. Start it with "filemill start", or name it with --url.`,
      );
    }
    throw error;
  }
}
