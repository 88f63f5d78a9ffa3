import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { contract, type Contract } from './contract.ts';

export type Client = JsonifiedClient<ContractRouterClient<Contract>>;

export interface ClientOptions {
  /** Where the server is, such as `http://127.0.0.1:8080`. */
  url: string;
  /** For each request, for example an Authorization header. */
  headers?: () => Record<string, string> | Promise<Record<string, string>>;
  fetch?: typeof globalThis.fetch;
}

/** A typed client: `await client.getJob({ jobId })`. Failures throw ORPCError with one of Filemill's codes. */
export function createClient({ url, headers, fetch }: ClientOptions): Client {
  const link = new OpenAPILink(contract, {
    url: new URL('/rpc', url).href,
    ...(headers && { headers }),
    ...(fetch && { fetch: (request: Request, init: object) => fetch(request, init) }),
  });
  return createORPCClient(link);
}

export { isDefinedError, ORPCError } from '@orpc/client';
export type * from './views.ts';
export type {
  Analysis,
  Block,
  Box,
  Face,
  Field,
  Label,
  Line,
  ModerationFlag,
  Result,
  Segment,
  Table,
  TextPage,
  TextResult,
  TimeAnchor,
  TranscriptResult,
  Word,
} from '@filemill/core';
