import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MetricRegistry } from '@filemill/core';
import { createRpcHandler, type RpcHandlerDeps } from '@filemill/rpc/server';
import { createMetricsPage } from './metrics-page.ts';
import { createReferencePage } from './reference-page.ts';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** The API, the page that shows it and its metrics, as one handler that answers false for what isn't its own. */
export function startApi(deps: RpcHandlerDeps & { metrics: Pick<MetricRegistry, 'samples'> }): HttpHandler {
  const handlers = [createRpcHandler(deps), createReferencePage(), createMetricsPage(deps.metrics)];
  return async (request, response) => {
    for (const handler of handlers) if (await handler(request, response)) return true;
    return false;
  };
}
