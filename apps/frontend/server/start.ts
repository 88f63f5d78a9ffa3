import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contentSecurityPolicy, mediaTypeOf, SECURITY_HEADERS } from './headers.ts';

export interface FrontendOptions {
  /** Folder of the built web app. */
  distDir: string;
}

/** Answers a request for the web app; false, and nothing is written, where the path is not one of its own. */
export type Frontend = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;

/** What the build holds: URL path → size, and whether compressed siblings exist. Read once. */
type Assets = Map<string, { size: number; encodings: string[] }>;

const NONCE_PLACE = '__CSP_NONCE__';
/** Addresses of screens; all others without a file are not found. */
const SCREENS = /^\/(?:$|jobs(?:\/|$))/;

/**
 * The small server of the web app: built files with caching for ever under `/assets/`, and one page for every screen's
 * address. Throws when the build is not there.
 */
export async function createFrontend({ distDir }: FrontendOptions): Promise<Frontend> {
  const page = await readFile(join(distDir, 'index.html'), 'utf8');
  const assets = await listAssets(distDir);
  return async (req, res) => {
    const path = new URL(req.url ?? '/', 'http://localhost').pathname;
    const asset = assets.get(path);
    if (!asset && !SCREENS.test(path)) return false;
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.writeHead(405, { allow: 'GET, HEAD' }).end();
    } else if (asset) {
      await sendAsset(req, res, join(distDir, path), asset);
    } else {
      sendPage(req, res, page);
    }
    return true;
  };
}

async function listAssets(distDir: string): Promise<Assets> {
  const entries = await readdir(distDir, { recursive: true, withFileTypes: true });
  const assets: Assets = new Map();
  for (const entry of entries.filter(
    (e) => e.isFile() && e.name !== 'index.html' && !e.name.startsWith('.'),
  )) {
    const file = join(entry.parentPath, entry.name);
    const { size } = await stat(file);
    assets.set('/' + file.slice(distDir.length + 1).replaceAll(sep, '/'), { size, encodings: [] });
  }
  for (const [path, asset] of assets) {
    asset.encodings = ['br', 'gz'].filter((ending) => assets.has(`${path}.${ending}`));
  }
  return assets;
}

function sendPage(req: IncomingMessage, res: ServerResponse, page: string): void {
  const nonce = randomBytes(16).toString('base64');
  const body = page.replaceAll(NONCE_PLACE, nonce);
  res.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-security-policy': contentSecurityPolicy(nonce),
    'content-type': mediaTypeOf('.html'),
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-cache',
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

const ENCODING_NAMES: Record<string, string> = { br: 'br', gz: 'gzip' };

async function sendAsset(
  req: IncomingMessage,
  res: ServerResponse,
  file: string,
  asset: { size: number; encodings: string[] },
): Promise<void> {
  const accepted = req.headers['accept-encoding'] ?? '';
  const ending = asset.encodings.find((e) => accepted.includes(ENCODING_NAMES[e]!));
  const sent = ending ? `${file}.${ending}` : file;
  res.writeHead(200, {
    ...SECURITY_HEADERS,
    // A worker's own requests are under the policy of the worker's script.
    'content-security-policy': contentSecurityPolicy(''),
    'content-type': mediaTypeOf(file),
    'content-length': ending ? (await stat(sent)).size : asset.size,
    'cache-control': file.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    ...(ending && { 'content-encoding': ENCODING_NAMES[ending] }),
  });
  if (req.method === 'HEAD') res.end();
  else await pipeline(createReadStream(sent), res).catch(ignoreGoneClient);
}

/** A browser that leaves in the middle of an answer is no error of ours. */
function ignoreGoneClient(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE' && error.code !== 'ECONNRESET') throw error;
}
