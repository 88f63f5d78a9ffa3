import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Backend } from './ffmpeg.ts';

/** The machine's own ffmpeg, a process for each command. */
export const runSystem: Backend = async function* ({ tool, input, args, signal, onLog }) {
  signal?.throwIfAborted();
  const child = spawn(tool, args(`file:${resolve(input)}`, 'pipe:1'), {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    signal,
    killSignal: 'SIGKILL',
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  closed.catch(() => {}); // an abort is thrown where the end is awaited, not before
  createInterface({ input: child.stderr }).on('line', onLog);
  try {
    yield* child.stdout as AsyncIterable<Uint8Array>;
    const [exitCode] = await closed;
    return exitCode ?? -1;
  } finally {
    child.kill('SIGKILL');
    await closed.catch(() => {});
  }
};

let found: Promise<boolean> | undefined;

/** Whether both programs are on the PATH and run. */
export function hasSystemFfmpeg(): Promise<boolean> {
  found ??= Promise.all(['ffmpeg', 'ffprobe'].map((tool) => promisify(execFile)(tool, ['-version']))).then(
    () => true,
    () => false,
  );
  return found;
}
