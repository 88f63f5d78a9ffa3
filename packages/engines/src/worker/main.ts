import { Worker } from 'node:worker_threads';
import { toErrorRecord } from '@filemill/core';
import type { RoomContext, RoomModule } from '../room.ts';
import type { Call, Calls, CallName, FromWorker, ToWorker, WorkerSettings } from '../host/protocol.ts';

/** A worker process: imports one room when it is first needed and serves one call at a time, until the host ends it. */

let settings: WorkerSettings;
let room: Promise<RoomModule> | undefined;
let cancellation = new AbortController();
const awaitingCore: (() => void)[] = [];

process.on('message', (message: ToWorker) => {
  if (message.type === 'settings') settings = message.settings;
  else if (message.type === 'core') awaitingCore.shift()?.();
  else if (message.type === 'cancel') cancellation.abort();
  else void serve(message.call);
});
process.on('disconnect', () => process.exit());
new Worker(new URL('./watchdog.ts', import.meta.url), { workerData: { host: process.ppid } });

async function serve(call: Call): Promise<void> {
  cancellation = new AbortController();
  try {
    room ??= import(settings.room) as Promise<RoomModule>;
    send({ type: 'done', output: await perform(await room, call, newContext(cancellation.signal)) });
  } catch (error) {
    send({ type: 'failed', error: toErrorRecord(error, 'engine.failed') });
  }
}

async function perform(
  { run, inspect }: RoomModule,
  call: Call,
  context: RoomContext,
): Promise<Calls[CallName]['output']> {
  if (call.name === 'run') return run(call.input, context);
  if (inspect) return inspect(call.input, context);
  throw new Error(`The room ${settings.room} looks inside no files`);
}

function newContext(signal: AbortSignal): RoomContext {
  const { limits, cores, modelsDir } = settings;
  return {
    limits,
    cores,
    ...(modelsDir !== undefined && { modelsDir }),
    signal,
    withCore: (work) => withCore(work, signal),
    progress: (progress) => send({ type: 'progress', progress }),
  };
}

async function withCore<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const granted = new Promise<void>((resolve) => awaitingCore.push(resolve));
  send({ type: 'want-core' });
  await granted;
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    send({ type: 'return-core' });
  }
}

function send(message: FromWorker): void {
  process.send?.(message);
}
