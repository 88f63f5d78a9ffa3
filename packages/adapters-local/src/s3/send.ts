import type { ServerResponse } from 'node:http';
import { toXml } from './xml.ts';

export function sendXml(
  response: ServerResponse,
  root: string,
  members: Record<string, unknown>,
  status = 200,
): void {
  response.writeHead(status, { 'Content-Type': 'application/xml' });
  response.end(toXml(root, members));
}
