import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import {
  DEFAULT_LIMITS,
  FilemillError,
  TranscriptResult,
  type AnalysisOptions,
  type Limits,
  type MediaInfo,
  type Progress,
} from '@filemill/core';
import { probe } from '../media/ffmpeg.ts';
import { soundOf, writeWav } from '../media/wav.fixture.ts';
import { run } from './room.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../samples');
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'filemill-speech-'));
});
after(() => rm(folder, { recursive: true }));

test('a voice is written down, and every word has its time', async () => {
  const { result, progress, duration } = await transcribe(join(SAMPLES, 'speech.mp3'));
  assert.equal(result.language, 'en');
  const text = result.segments.map((segment) => segment.text).join(' ');
  assert.match(text, /Dashwood had then leisure to consider how much there might be prudently in his power/);
  assert.equal(result.segments.length, 2, text);
  const words = result.segments.flatMap((segment) => segment.words);
  let last = 0;
  for (const { text, anchor, confidence } of words) {
    assert.ok(anchor.start >= last && anchor.end >= anchor.start && anchor.end <= duration, text);
    assert.ok(confidence > 0 && confidence <= 1, text);
    last = anchor.end;
  }
  const leisure = words.find((word) => word.text === 'leisure')!;
  assert.ok(Math.abs(leisure.anchor.start - 2.7) < 0.3, `${leisure.anchor.start} s`);
  assert.ok(progress.length > 0 && progress.every(({ done, total }) => done <= total));
});

test('speech is heard through music', async () => {
  const { result } = await transcribe(join(SAMPLES, 'speech-over-music.m4a'));
  const text = result.segments.map((segment) => segment.text).join(' ');
  assert.match(text, /cold.hearted and rather selfish is to be ill.disposed/i);
});

test('no word is invented where nobody speaks', async () => {
  const noise = createNoise();
  const sounds: Record<string, (time: number) => number> = {
    silence: () => 0,
    noise: () => 0.2 * noise(),
    'faint noise': () => 0.002 * noise(),
    tone: (t) => 0.3 * Math.sin(2 * Math.PI * 440 * t),
    chords: (t) =>
      [262, 330, 392].reduce((sum, hertz) => sum + 0.1 * Math.sin(2 * Math.PI * hertz * t), 0) *
      (1 - (t % 1)),
  };
  for (const [name, sound] of Object.entries(sounds)) {
    const path = join(folder, 'sound.wav');
    await writeWav(path, soundOf(20, sound));
    const { result } = await transcribe(path);
    assert.deepEqual(result.segments, [], name);
    assert.equal(result.language, undefined, name);
  }
});

test('a video without sound has an empty transcript', async () => {
  const media = { ...someMedia, kind: 'video' as const, mediaType: 'video/mp4', audioCodec: undefined };
  const { result } = await transcribe(join(folder, 'not-even-opened.mp4'), { media });
  assert.deepEqual(result.segments, []);
});

test('what has no sound that can be decoded, and what is too long, is refused', async () => {
  const path = join(folder, 'minute.wav');
  await writeWav(
    path,
    soundOf(60, () => 0),
  );
  const withoutSound = { ...someMedia, audioCodec: undefined };
  await assert.rejects(transcribe(path, { media: withoutSound }), is('media.no_stream'));
  const limits = { ...DEFAULT_LIMITS, mediaHours: 30 / 3600 };
  await assert.rejects(transcribe(path, { media: someMedia, limits }), is('media.too_long'));
});

const someMedia: MediaInfo = {
  kind: 'audio',
  mediaType: 'audio/wav',
  size: 1,
  sha256: '0'.repeat(64),
  duration: 20,
  audioCodec: 'pcm_s16le',
};

interface Given {
  media?: MediaInfo;
  options?: AnalysisOptions;
  limits?: Limits;
}

async function transcribe(path: string, { media, options = {}, limits = DEFAULT_LIMITS }: Given = {}) {
  const progress: Progress[] = [];
  const request = {
    path,
    name: 'recording',
    media: media ?? { ...someMedia, ...(await probe(path)) },
    analyses: ['transcript' as const],
    options,
    outDir: await mkdtemp(join(folder, 'out-')),
  };
  const { results } = await run(request, {
    limits,
    cores: 1,
    signal: new AbortController().signal,
    withCore: (work) => work(),
    progress: (report) => progress.push(report),
  });
  const json: unknown = JSON.parse(await readFile(results[0]!.path, 'utf8'));
  return { result: TranscriptResult.parse(json), progress, duration: request.media.duration! };
}

/** White noise, the same in every run. */
function createNoise(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function is(code: string) {
  return (error: unknown) => error instanceof FilemillError && error.code === code;
}
