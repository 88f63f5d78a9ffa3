import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '@filemill/core';

/** Answers a request, or false if it is not its own. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface HttpServer {
  /** Such as `http://127.0.0.1:8420`. */
  url: string;
  close(): Promise<void>;
}

/** Listens first, so that the handlers can be made with the address that was given (port 0 takes a free one). */
export async function listen(
  { host, port, log }: { host: string; port: number; log: Log },
  makeHandlers: (url: string) => HttpHandler[],
): Promise<HttpServer> {
  const server = createServer();
  server.requestTimeout = 0; // an upload may take as long as its network does
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const url = urlOf(server);
  const handlers = makeHandlers(url);
  server.on('request', (request, response) => void answer(request, response, { url, handlers, log }));
  return { url, close: () => close(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { url, handlers, log }: { url: string; handlers: HttpHandler[]; log: Log },
): Promise<void> {
  try {
    if (!isOwnHost(request, url)) return redirectHome(request, response, url);
    if (isForeign(request, url)) return plain(response, 403, 'Other sites may not call this server.\n');
    for (const handler of handlers) if (await handler(request, response)) return;
    plain(response, 404, 'There is nothing at this address.\n');
  } catch (error) {
    log.error('http.failed', { path: request.url?.split('?', 1)[0], error: String(error) });
    if (!response.headersSent) plain(response, 500, 'The server failed; its log says why.\n');
    else response.destroy();
  }
}

/**
 * Without sign-in, being called on this machine is all that lets a caller in. A page of another site must not borrow
 * that: neither by a name that it lets point to 127.0.0.1 (the Host header tells) nor by a cross-site request (Origin).
 */
function isOwnHost(request: IncomingMessage, url: string): boolean {
  return request.headers.host === new URL(url).host;
}

function isForeign({ headers }: IncomingMessage, url: string): boolean {
  return headers.origin !== undefined && headers.origin !== url;
}

/** `localhost` works too; links and signatures know one name only. */
function redirectHome(request: IncomingMessage, response: ServerResponse, url: string): void {
  if (request.headers.host !== `localhost:${new URL(url).port}` || request.method !== 'GET') {
    return plain(response, 421, `This server answers at ${url} only.\n`);
  }
  response.writeHead(307, { location: new URL(request.url ?? '/', url).href }).end();
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
  });
}
