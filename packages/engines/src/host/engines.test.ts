import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DEFAULT_LIMITS,
  type AnalysisOptions,
  type Engines,
  type Limits,
  type Progress,
} from '@filemill/core';
import { createEngines } from './engines.ts';

const ROOM = new URL('./room.fixture.ts', import.meta.url);
const ROOMS = { media: ROOM, text: ROOM, vision: ROOM, speech: ROOM };
const OCR: AnalysisOptions = { analyses: ['text'] };

let dir: string;
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'filemill-host-'))));
afterEach(() => rm(dir, { recursive: true }));

/** Engines with tight limits, ended after the test. */
function start(limits: Partial<Limits> = {}, options: { cores?: number; idleSeconds?: number } = {}) {
  const engines = createEngines({
    limits: { ...DEFAULT_LIMITS, ...limits },
    rooms: ROOMS,
    cores: 1,
    ...options,
  });
  return Object.assign(engines, { [Symbol.asyncDispose]: () => engines.close() });
}

const analyze = (engines: Engines, name: string, rest: Partial<Parameters<Engines['analyze']>[0]> = {}) =>
  engines.analyze({ path: join(dir, name), name, options: OCR, outDir: dir, ...rest });

/** Waits until so many worker processes have touched the file. */
const touched = (name: string, workers: number) => until(async () => (await pids(name)).length >= workers);

/** Ids of the worker processes that touched the file. */
async function pids(name: string): Promise<number[]> {
  const path = join(dir, `${name}.pids`);
  if (!existsSync(path)) return [];
  return [...new Set((await readFile(path, 'utf8')).trim().split('\n').map(Number))];
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

for (const { behaviour, limits, code, message } of [
  { behaviour: 'exit', code: 'engine.crashed', message: /stopped/ },
  { behaviour: 'abort', code: 'engine.crashed', message: /stopped/ },
  {
    behaviour: 'spin',
    limits: { stallSeconds: 2 },
    code: 'engine.timeout',
    message: /FILEMILL_LIMIT_STALL_SECONDS/,
  },
  {
    behaviour: 'hang',
    limits: { stallSeconds: 2 },
    code: 'engine.timeout',
    message: /FILEMILL_LIMIT_STALL_SECONDS/,
  },
  { behaviour: 'hoard', limits: { stallSeconds: 2 }, code: 'engine.timeout', message: /2 seconds/ },
  {
    behaviour: 'hang',
    limits: { fileMinutes: 0.05 },
    code: 'engine.timeout',
    message: /FILEMILL_LIMIT_FILE_MINUTES/,
  },
  { behaviour: 'gorge', limits: { workerMegabytes: 300 }, code: 'engine.out_of_memory', message: /300 MB/ },
  {
    behaviour: 'gorgeHeap',
    limits: { workerMegabytes: 250 },
    code: 'engine.out_of_memory',
    message: /250 MB/,
  },
  {
    behaviour: 'gorgeInChild',
    limits: { workerMegabytes: 300 },
    code: 'engine.out_of_memory',
    message: /300 MB/,
  },
  { behaviour: 'fail', code: 'file.corrupt', message: /torn/ },
  { behaviour: 'throw', code: 'engine.failed', message: /reported/ },
] as const) {
  test(`${behaviour} ends in ${code}, and the next file is read (${Object.keys(limits ?? {})})`, async () => {
    await using engines = start(limits);
    await assert.rejects(analyze(engines, `text.${behaviour}`), { code, message });
    const { results } = await analyze(engines, 'fine');
    assert.deepEqual(
      results.map(({ analysis }) => analysis),
      ['text'],
    );
  });
}

test('a crash keeps the last words of the process as its cause', async () => {
  await using engines = start();
  await assert.rejects(analyze(engines, 'text.exit'), (error: Error) =>
    /exit code 7\nlast words/.test(String(error.cause)),
  );
});

test('the crash of one room leaves the results of the others', async () => {
  await using engines = start();
  const { results, failures } = await analyze(engines, 'faces.exit', { options: {} });
  assert.deepEqual(
    results.map(({ analysis }) => analysis),
    ['text'],
  );
  assert.deepEqual(
    failures.map(({ analysis, error }) => [analysis, error.code]),
    [
      ['labels', 'engine.crashed'],
      ['faces', 'engine.crashed'],
      ['moderation', 'engine.crashed'],
    ],
  );
});

test('what inspection finds is thrown, and no analysis starts', async () => {
  await using engines = start();
  await assert.rejects(analyze(engines, 'inspect.fails'), {
    code: 'file.corrupt',
    message: 'This file is torn.',
  });
});

test('none of the chosen analyses applies', async () => {
  await using engines = start();
  await assert.rejects(analyze(engines, 'still', { options: { analyses: ['transcript'] } }), {
    code: 'file.no_analysis',
    message: /an image \(image\/png\)/,
  });
});

test('work that gets on is not taken for hung, and its progress is passed on', async () => {
  await using engines = start({ stallSeconds: 2 });
  const seen: Progress[] = [];
  await analyze(engines, 'text.plod', { onProgress: (progress) => seen.push(progress) });
  assert.deepEqual(
    seen.map(({ done }) => done),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
});

test('waiting for a core is not taken for hanging', async () => {
  await using engines = start({ stallSeconds: 2 });
  // The room of labels holds the only core for three seconds, and that of text waits for it.
  const { failures } = await analyze(engines, 'labels.plodOnCore', { options: {} });
  assert.deepEqual(failures, []);
});

for (const behaviour of ['stopWhenAsked', 'spin'] as const) {
  test(`a file whose room does ${behaviour} can be cancelled`, async () => {
    await using engines = start();
    const name = `text.${behaviour}`;
    const cancel = new AbortController();
    const running = analyze(engines, name, { signal: cancel.signal });
    running.catch(() => {}); // looked at below
    await touched(name, 2);
    cancel.abort();
    await assert.rejects(running, { code: 'cancelled' });
    await analyze(engines, 'after');
  });
}

test('a file that waits for a worker can be cancelled', async () => {
  await using engines = start();
  const first = analyze(engines, 'text.waitForFile');
  await touched('text.waitForFile', 2);
  const cancel = new AbortController();
  const second = analyze(engines, 'second', { signal: cancel.signal });
  cancel.abort();
  await assert.rejects(second, { code: 'cancelled' });
  await writeFile(join(dir, 'text.waitForFile.go'), '');
  assert.equal((await first).results.length, 1);
});

test('workers are kept for the next file', async () => {
  await using engines = start({}, { cores: 2 });
  await analyze(engines, 'one');
  await analyze(engines, 'two');
  assert.deepEqual(await pids('one'), await pids('two'));
});

test('workers end when there is nothing to do', async () => {
  await using engines = start({}, { idleSeconds: 0.1 });
  await analyze(engines, 'one');
  await until(async () => !(await pids('one')).some(isRunning));
  await analyze(engines, 'two');
});

test('close cancels what is under way and ends all processes', async () => {
  const engines = start();
  const running = analyze(engines, 'text.spin');
  const rejected = assert.rejects(running, { code: 'cancelled' });
  await touched('text.spin', 2);
  await engines.close();
  await rejected;
  assert.deepEqual((await pids('text.spin')).filter(isRunning), []);
  await assert.rejects(analyze(engines, 'late'), { code: 'cancelled' });
});

test('workers end when the host is killed, even in the middle of a synchronous step', async () => {
  const name = 'labels.spin';
  const host = fork(new URL('./host.fixture.ts', import.meta.url), [join(dir, name), name, dir], {
    stdio: 'ignore',
  });
  await touched(name, 3);
  host.kill('SIGKILL');
  await once(host, 'exit');
  const workers = await pids(name);
  await until(() => !workers.some(isRunning));
});
