import type { IncomingMessage, ServerResponse } from 'node:http';
import { resultJsonSchema, type Log } from '@filemill/core';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { onError, ORPCError } from '@orpc/server';
import { BodyLimitPlugin } from '@orpc/server/node';
import { openApiDocument } from './openapi.ts';
import { createRouter, type Caller, type RpcDeps } from './router.ts';

export type { Caller, RpcDeps } from './router.ts';

export interface RpcHandlerDeps extends RpcDeps {
  log: Log;
  /** Who sends this request; throws ORPCError UNAUTHORIZED where nobody is known. */
  callerOf: (request: IncomingMessage) => Promise<Caller>;
}

/** Bytes of a request's JSON; a manifest of 10,000 files takes about two million. An HTTP API takes ten. */
const MAX_BODY_BYTES = 10_000_000;

/**
 * The API as a handler for Node's http server: `POST /rpc/{procedure}`, `/openapi.json` and `/result-schema.json`.
 * Answers false for any other path.
 */
export function createRpcHandler(
  deps: RpcHandlerDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const handler = new OpenAPIHandler(createRouter(deps), {
    plugins: [new BodyLimitPlugin({ maxBodySize: MAX_BODY_BYTES })],
    interceptors: [
      onError((thrown) => {
        if (thrown instanceof ORPCError && thrown.status < 500) return;
        deps.log.error('rpc.failed', {
          error: String(thrown),
          stack: thrown instanceof Error ? thrown.stack : '',
        });
      }),
    ],
  });
  return async (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '/';
    if (path === '/openapi.json') return json(response, 200, await openApiDocument());
    if (path === '/result-schema.json') return json(response, 200, resultJsonSchema());
    if (!path.startsWith('/rpc/')) return false;
    const { matched } = await handler.handle(request, response, {
      prefix: '/rpc',
      context: await deps.callerOf(request),
    });
    if (!matched)
      json(response, 404, {
        code: 'input.invalid',
        message: `There is no procedure at ${path}. See /openapi.json.`,
      });
    return true;
  };
}

function json(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
  return true;
}
