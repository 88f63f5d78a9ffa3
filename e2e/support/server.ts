import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../../apps/standalone/src/main.ts');

export interface RunningServer {
  url: string;
  stop(): Promise<void>;
}

/** The one-machine server as `npm start` runs it, on a free port and with a data folder of its own. */
export async function startServer(settings: Record<string, string> = {}): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'filemill-e2e-'));
  const env = { ...process.env, FILEMILL_PORT: '0', FILEMILL_DATA: dataDir, ...settings };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    url: await readUrl(child),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits for the line that says where it listens. */
function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /ready on (http:\/\/\S+)/.exec(output)?.[1];
      if (url) found(url);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.on('exit', (code) => failed(new Error(`The server ended with code ${code}:\n${output}`)));
  });
}
