import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesOf } from './processes.ts';

const ROOT = join(import.meta.dirname, '..');
const MAIN = join(ROOT, 'apps/standalone/src/main.ts');

/** The real server, as a process to be killed, paused and started again on the same data and port. */
export class Server {
  readonly #env: NodeJS.ProcessEnv;
  readonly #dataDir: string;
  readonly #log: number;
  #child: ChildProcess | undefined;
  #url = '';
  #expectedToEnd = false;
  #lives = 0;
  readonly #settings: (life: number) => Record<string, string>;
  /** Ends that nobody asked for. Each is a defect. */
  readonly crashes: string[] = [];

  /** The log of all its lives goes to `logPath`; each life, from 1, may have settings of its own. */
  constructor(dataDir: string, logPath: string, settings: (life: number) => Record<string, string>) {
    this.#dataDir = dataDir;
    this.#log = openSync(logPath, 'a');
    this.#env = {
      ...process.env,
      NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compile'),
      FILEMILL_DATA: dataDir,
      FILEMILL_PORT: '0',
      FILEMILL_LOG: 'warn',
    };
    this.#settings = settings;
  }

  get url(): string {
    return this.#url;
  }

  /** Starts it and waits until it is ready; false where it ended before, as a killed one does. */
  async start(): Promise<boolean> {
    const child = this.spawn();
    const ready = readyUrl(child);
    const ended = once(child, 'exit').then(() => undefined);
    const url = await Promise.race([ready, ended]);
    if (url === undefined) return false;
    this.#url = url;
    this.#env['FILEMILL_PORT'] = new URL(url).port;
    return true;
  }

  /** Starts it and doesn't wait. */
  spawn(): ChildProcess {
    this.#expectedToEnd = false;
    const env = { ...this.#env, ...this.#settings(++this.#lives) };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', this.#log] });
    child.on('exit', (code, signal) => {
      if (!this.#expectedToEnd) this.crashes.push(`the server ended by itself (${signal ?? `code ${code}`})`);
    });
    this.#child = child;
    return child;
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    if (this.#child?.exitCode !== 0) this.crashes.push(`the server did not stop in good order`);
  }

  /** Lets it stand still for a while, in the middle of whatever it does. */
  async pause(milliseconds: number): Promise<void> {
    this.#child?.kill('SIGSTOP');
    await sleep(milliseconds);
    this.#child?.kill('SIGCONT');
  }

  /** Ids of the engines' worker processes, also of those that a killed server has left behind. */
  async workers(): Promise<number[]> {
    const all = await processesOf(this.#dataDir);
    return all.filter((pid) => pid !== this.#child?.pid);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    this.#expectedToEnd = true;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
}

async function readyUrl({ stdout }: ChildProcess): Promise<string | undefined> {
  let text = '';
  for await (const chunk of stdout!) {
    text += String(chunk);
    const [, url] = /ready on (\S+)/.exec(text) ?? [];
    if (url) return url;
  }
  return undefined;
}
