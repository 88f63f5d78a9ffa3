import type { IncomingMessage, ServerResponse } from 'node:http';
import { resultJsonSchema, type Metrics } from '@filemill/core';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { onError, ORPCError } from '@orpc/server';
import { BodyLimitPlugin } from '@orpc/server/node';
import { openApiDocument } from './openapi.ts';
import { requestIdOf } from './request-id.ts';
import { contract } from './contract.ts';
import { createRouter, type Caller, type RpcDeps } from './router.ts';

export type { Caller, RpcDeps } from './router.ts';

export interface RpcHandlerDeps extends RpcDeps {
  metrics: Metrics;
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
      onError((thrown, { context }) => {
        if (thrown instanceof ORPCError && thrown.status < 500) return;
        deps.log.error('rpc.failed', {
          requestId: context.requestId,
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
    const requestId = requestIdOf(request, response);
    measure(deps, { procedure: path.slice('/rpc/'.length), requestId, response });
    const context = { ...(await deps.callerOf(request)), requestId };
    const { matched } = await handler.handle(request, response, { prefix: '/rpc', context });
    if (!matched)
      json(response, 404, {
        code: 'input.invalid',
        message: `There is no procedure at ${path}. See /openapi.json.`,
      });
    return true;
  };
}

/** Procedures that change a whole job: each call is logged, so that a job's story begins with who asked for it. */
const LOGGED = new Set(['createJob', 'cancelJob', 'retryFiles', 'retryCause', 'deleteJob']);

function measure(
  { metrics, log }: Pick<RpcHandlerDeps, 'metrics' | 'log'>,
  call: { procedure: string; requestId: string; response: ServerResponse },
): void {
  const startedAt = performance.now();
  const procedure = Object.hasOwn(contract, call.procedure) ? call.procedure : 'unknown'; // a label takes few values
  call.response.once('close', () => {
    const status = call.response.statusCode;
    const seconds = (performance.now() - startedAt) / 1000;
    metrics.count('api_requests_total', { procedure, code: String(status) });
    metrics.observe('api_seconds', { procedure }, seconds);
    if (!LOGGED.has(procedure) && status < 400) return;
    const members = {
      requestId: call.requestId,
      procedure,
      status,
      seconds: Math.round(seconds * 1e3) / 1e3,
    };
    if (status < 500) log.info('api.called', members);
    else log.error('api.called', members);
  });
}

function json(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
  return true;
}
