import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type After = (clean: () => void | Promise<void>) => void;
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Serves one handler until the tests have ended, and gives the base URL. What isn't the handler's is a 418. */
export async function serve(after: After, handle: Handler): Promise<string> {
  const server = createServer((request, response) => {
    void handle(request, response).then((handled) => handled || response.writeHead(418).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
