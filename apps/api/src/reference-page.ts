import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const ROOT = '/api-docs';

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Filemill API</title>
<link rel="stylesheet" href="${ROOT}/swagger-ui.css">
<div id="swagger-ui"></div>
<script src="${ROOT}/swagger-ui-bundle.js"></script>
<script src="${ROOT}/show.js"></script>
</html>
`;

/** Without the validator badge, which would call a public server. */
const SHOW = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', validatorUrl: null, docExpansion: 'list' });`;

const ASSETS: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

/** Swagger UI over `/openapi.json`, served whole from its package: nothing comes from elsewhere. */
export function createReferencePage(): (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean> {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return async (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return false;
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'",
    );
    const asset = path.slice(ROOT.length + 1);
    if (asset === '') return send(response, 200, 'text/html; charset=utf-8', PAGE);
    if (asset === 'show.js') return send(response, 200, 'text/javascript; charset=utf-8', SHOW);
    const type = ASSETS[asset];
    if (!type) return send(response, 404, 'text/plain; charset=utf-8', 'Not found\n');
    response.writeHead(200, { 'content-type': type, 'cache-control': 'public, max-age=3600' });
    await pipeline(createReadStream(join(folder, asset)), response);
    return true;
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): true {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
  return true;
}
