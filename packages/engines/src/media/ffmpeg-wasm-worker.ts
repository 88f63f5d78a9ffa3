/**
 * The thread in which the WASM build runs one command: it blocks from the command's start to its end. Input is read
 * from the file where ffmpeg wants it, output is posted as it is written, so neither is ever whole in memory.
 */
import type { FfmpegCore } from '@ffmpeg/core';
import { fstatSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { INPUT, OUTPUT, type WasmCommand, type WasmMessage } from './ffmpeg-wasm.ts';

/** Unread output, in bytes, at which the command waits for its reader. */
const MAX_UNREAD = 4 << 20;

const SEEK_CUR = 1;
const SEEK_END = 2;
const OUTPUT_MAJOR = 200; // any number that Emscripten gives to no device of its own

const command = workerData as WasmCommand;
const post = (message: WasmMessage, transfer: ArrayBuffer[] = []) =>
  parentPort!.postMessage(message, transfer);

const core = await load(command.module);
core.setLogger(({ message }) => {
  // Emscripten says this of every program that calls exit().
  if (message !== 'Aborted()') post({ type: 'log', line: message });
});
exposeInput(core, command.input);
exposeOutput(core, new Int32Array(command.unread));
post({ type: 'exit', exitCode: run() });

function run(): number {
  if (command.tool === 'ffmpeg') return core.exec(...command.args);
  core.ffprobe(...command.args); // answers -1 whatever happened: this build loses the code, and the output is empty instead
  return 0;
}

/** The package is built for browsers' workers: it asks for `self` and its location, and would fetch its WASM file. */
async function load(module: WebAssembly.Module): Promise<FfmpegCore> {
  Object.assign(globalThis, { self: globalThis, location: { href: import.meta.url } });
  const { default: createFfmpegCore } = await import('@ffmpeg/core');
  return createFfmpegCore({
    instantiateWasm(imports, receive) {
      void WebAssembly.instantiate(module, imports).then(receive);
      return {};
    },
  });
}

function exposeInput({ FS }: FfmpegCore, path: string): void {
  const fd = openSync(path, 'r');
  const { size } = fstatSync(fd);
  const node = FS.createFile('/', INPUT.slice(1), {}, true, false);
  node.stream_ops = {
    read: (_stream, buffer, offset, length, position) => readSync(fd, buffer, offset, length, position),
    llseek: (stream, offset, whence) =>
      offset + (whence === SEEK_CUR ? stream.position : whence === SEEK_END ? size : 0),
  };
  const { getattr } = node.node_ops;
  node.node_ops = { ...node.node_ops, getattr: (self) => ({ ...getattr(self), size }) };
}

function exposeOutput({ FS }: FfmpegCore, unread: Int32Array): void {
  const device = FS.makedev(OUTPUT_MAJOR, 0);
  FS.registerDevice(device, {
    open: () => {},
    close: () => {},
    write(_stream, heap, offset, length) {
      waitForReader(unread);
      const bytes = new Uint8Array(heap.buffer, heap.byteOffset + offset, length).slice();
      Atomics.add(unread, 0, length);
      post({ type: 'output', bytes }, [bytes.buffer]);
      return length;
    },
  });
  FS.mkdev(OUTPUT, device);
}

function waitForReader(unread: Int32Array): void {
  for (let bytes = Atomics.load(unread, 0); bytes >= MAX_UNREAD; bytes = Atomics.load(unread, 0)) {
    Atomics.wait(unread, 0, bytes);
  }
}
