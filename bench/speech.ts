/**
 * How fast recordings are heard, in seconds of sound for each second of processor time: the whole engine on recordings
 * with much and with little speech (see ./quality/speech-prompts.ts), and the decoding alone with both back ends of
 * ffmpeg.
 *
 *     node bench/speech.ts [MINUTES]
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DEFAULT_LIMITS } from '@filemill/core';
import { createEngines } from '@filemill/engines';
import { decodeAudio } from '../packages/engines/src/media/audio.ts';
import { hasSystemFfmpeg } from '../packages/engines/src/media/ffmpeg-system.ts';
import { runFfmpeg } from '../packages/engines/src/media/ffmpeg.ts';
import { writeWav } from '../packages/engines/src/media/wav.fixture.ts';
import { cpuSeconds } from './process-tree.ts';
import { loadPrompts, promptsCache } from './quality/speech-prompts.ts';

const minutes = Number(process.argv[2] ?? 5);
const SAMPLE_RATE = 16_000;
const DECODED_HOURS = 1;

const prompts = await loadPrompts('en', promptsCache);
const scratch = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
const engines = createEngines({ limits: DEFAULT_LIMITS });
try {
  console.log('| work | sound s | CPU s | wall s | sound s per CPU s |\n|---|---|---|---|---|');
  await engines.analyze({ ...requestOf(prompts[0]!.path), outDir: scratch }); // the models are loaded
  const dense = await record('dense.wav', minutes * 60, 0.5);
  await hear('one prompt after the other', dense);
  await hear('a prompt a minute', await record('sparse.wav', minutes * 60, 55));
  const long = await lengthen(dense, DECODED_HOURS * 3600);
  const backends = (await hasSystemFfmpeg()) ? (['wasm', 'system'] as const) : (['wasm'] as const);
  for (const backend of backends) {
    await row(`decoding MP3, ${backend} ffmpeg`, async () => {
      let samples = 0;
      for await (const window of decodeAudio(long, { sampleRate: SAMPLE_RATE, backend }))
        samples += window.length;
      return samples / SAMPLE_RATE;
    });
  }
} finally {
  await engines.close();
  await rm(scratch, { recursive: true });
}

/** Prompts one after the other, with so many seconds of silence after each. */
async function record(name: string, seconds: number, silence: number): Promise<string> {
  const path = join(scratch, name);
  const samples = new Float32Array(Math.round(seconds * SAMPLE_RATE));
  let at = 0;
  for (let i = 0; at < samples.length; i++) {
    for await (const window of decodeAudio(prompts[i % prompts.length]!.path, { sampleRate: SAMPLE_RATE })) {
      samples.set(window.subarray(0, Math.max(0, samples.length - at)), Math.min(at, samples.length));
      at += window.length;
    }
    at += Math.round(silence * SAMPLE_RATE);
  }
  await writeWav(path, samples);
  return path;
}

/** The recording over and over, as MP3. */
async function lengthen(path: string, seconds: number): Promise<string> {
  const long = join(scratch, 'long.mp3');
  const args = ['-af', `aloop=loop=-1:size=2e9,atrim=end=${seconds}`, '-b:a', '48k', '-f', 'mp3'];
  await writeFile(long, runFfmpeg({ input: path, args, backend: 'wasm' }));
  return long;
}

async function hear(work: string, path: string): Promise<void> {
  await row(work, async () => {
    const outDir = await mkdtemp(join(scratch, 'result-'));
    const { media } = await engines.analyze({ ...requestOf(path), outDir });
    return media.duration!;
  });
}

function requestOf(path: string) {
  return { path, name: basename(path), options: {} };
}

async function row(work: string, run: () => Promise<number>): Promise<void> {
  const [cpu, wall] = [await cpuSeconds(process.pid), performance.now()];
  const sound = await run();
  const spent = (await cpuSeconds(process.pid)) - cpu;
  const seconds = (performance.now() - wall) / 1000;
  console.log(`| ${work} | ${[sound, spent, seconds, sound / spent].map((n) => n.toFixed(1)).join(' | ')} |`);
}
