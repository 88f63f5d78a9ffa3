import { on } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Backend, Tool } from './ffmpeg.ts';

/** What the thread is given. */
export interface WasmCommand {
  tool: Tool;
  args: string[];
  /** Path of the file that the command sees as `INPUT`. */
  input: string;
  module: WebAssembly.Module;
  /** One Int32: bytes of output that were posted and not yet taken. */
  unread: SharedArrayBuffer;
}

/** What the thread posts. */
export type WasmMessage =
  | { type: 'output'; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'log'; line: string }
  | { type: 'exit'; exitCode: number };

/** The only files that exist in the sandbox. */
export const INPUT = '/input';
export const OUTPUT = '/output';

/** ffmpeg inside the WASM sandbox, a thread for each command: the build's `exec` blocks until the command ends. */
export const runWasm: Backend = async function* ({ tool, input, args, signal, onLog }) {
  const unread = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const command: WasmCommand = { tool, input, args: args(INPUT, OUTPUT), module: await compile(), unread };
  signal?.throwIfAborted();
  const thread = new Worker(new URL('./ffmpeg-wasm-worker.ts', import.meta.url), { workerData: command });
  try {
    for await (const [message] of on(thread, 'message', { signal }) as AsyncIterable<[WasmMessage]>) {
      if (message.type === 'exit') return message.exitCode;
      if (message.type === 'log') {
        onLog(message.line);
        continue;
      }
      yield message.bytes;
      giveBack(unread, message.bytes.length);
    }
    throw new Error('The messages of a thread end only with its exit.');
  } finally {
    await thread.terminate();
  }
};

function giveBack(unread: SharedArrayBuffer, bytes: number): void {
  const counter = new Int32Array(unread);
  Atomics.sub(counter, 0, bytes);
  Atomics.notify(counter, 0);
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** The 32 MB of code are compiled once a process and shared by all threads. */
function compile(): Promise<WebAssembly.Module> {
  compiled ??= readFile(fileURLToPath(import.meta.resolve('@ffmpeg/core/wasm'))).then((bytes) =>
    WebAssembly.compile(bytes),
  );
  return compiled;
}
