import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRpcHandler, type RpcHandlerDeps } from '@filemill/rpc/server';
import { createReferencePage } from './reference-page.ts';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** The API and the page that shows it, as one handler that answers false for what isn't its own. */
export function startApi(deps: RpcHandlerDeps): HttpHandler {
  const rpc = createRpcHandler(deps);
  const page = createReferencePage();
  return async (request, response) => (await rpc(request, response)) || page(request, response);
}
