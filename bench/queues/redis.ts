import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** What is logged once connections are accepted. */
const READY = /Ready to accept connections/;

/**
 * Starts a Redis of its own, on this machine only, that writes each command to its log and syncs that every second;
 * `stop` ends it. Throws, saying what to install, where there is no `redis-server`.
 */
export async function startRedis(folder: string): Promise<{ port: number; stop(): Promise<void> }> {
  const port = await freePort();
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const durability = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''];
  const server = spawn('redis-server', [...where, ...durability], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(server, 'spawn');
  } catch (cause) {
    throw new Error('This benchmark needs redis-server: apt-get install redis-server', { cause });
  }
  const exited = once(server, 'exit');
  let log = '';
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) {
    log += String(chunk);
    if (READY.test(log)) break;
  }
  if (!READY.test(log)) throw new Error(`redis-server did not start: ${log}`);
  server.stdout.resume();
  return {
    port,
    async stop() {
      server.kill('SIGTERM');
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
