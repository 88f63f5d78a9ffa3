import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { decodeAudio, type DecodeOptions } from './audio.ts';
import { hasSystemFfmpeg } from './ffmpeg-system.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { soundOf, writeWav } from './wav.fixture.ts';

const RATE = 16_000;
let folder: string;
let tone: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'filemill-audio-'));
  tone = join(folder, 'tone.wav');
  await writeWav(
    tone,
    soundOf(10, (t) => 0.5 * Math.sin(2 * Math.PI * 440 * t)),
  );
});
after(() => rm(folder, { recursive: true }));

const noSystem = (await hasSystemFfmpeg()) ? false : 'this machine has no ffmpeg of its own';

for (const backend of ['wasm', 'system'] as const) {
  describe(`sound, ${backend}`, { skip: backend === 'system' && noSystem }, () => {
    const options: DecodeOptions = { sampleRate: RATE, backend };

    test('windows follow each other without a gap', async () => {
      const path = join(folder, 'count.wav');
      // Every sample is known by its value, so one that is lost or repeated is seen.
      const count = Int16Array.from({ length: 60_001 }, (_, i) => i - 30_000);
      await writeWav(
        path,
        Float32Array.from(count, (value) => value / 32_767),
      );
      const lengths: number[] = [];
      let next = 0;
      for await (const window of decodeAudio(path, options)) {
        lengths.push(window.length);
        for (const sample of window) assert.equal(Math.round(sample * 32_768), count[next++]);
      }
      assert.equal(next, count.length);
      assert.deepEqual(lengths, [16_000, 16_000, 16_000, 12_001]);
    });

    test('a gap in the timestamps is silence, and what follows is in its place', async () => {
      const path = join(folder, `${backend}.mkv`);
      const args = ['-af', 'aselect=not(between(t\\,3\\,5))', '-c:a', 'pcm_s16le', '-f', 'matroska'];
      await writeFile(path, await collect(runFfmpeg({ input: tone, args, backend })));
      const sound = await allSamples(decodeAudio(path, options));
      const loud = (second: number) =>
        Math.max(...sound.subarray(second * RATE, (second + 0.5) * RATE)) > 0.2;
      assert.deepEqual([1, 3.3, 4.2, 5.5, 9].map(loud), [true, false, false, true, true]);
      assert.ok(Math.abs(sound.length / RATE - 10) < 0.1, `${sound.length / RATE} s`);
    });

    test('a stream that begins late begins with silence', async () => {
      const path = join(folder, `late-${backend}.mkv`);
      const args = ['-filter_complex', '[0:a]showwaves=s=64x48[v];[0:a]asetpts=PTS+2/TB[a]'];
      args.push('-map', '[v]', '-map', '[a]', '-c:v', 'mpeg4', '-c:a', 'pcm_s16le', '-f', 'matroska');
      await writeFile(path, await collect(runFfmpeg({ input: tone, args, backend })));
      const sound = await allSamples(decodeAudio(path, options));
      assert.equal(Math.max(...sound.subarray(0, 1.9 * RATE)), 0);
      assert.ok(Math.abs(sound.length / RATE - 12) < 0.1, `${sound.length / RATE} s`);
    });

    test('any rate and number of channels become one channel at the rate asked for', async () => {
      const path = join(folder, `stereo-${backend}.ogg`);
      const args = ['-ar', '44100', '-ac', '2', '-c:a', 'libvorbis', '-f', 'ogg'];
      await writeFile(path, await collect(runFfmpeg({ input: tone, args, backend })));
      const sound = await allSamples(decodeAudio(path, options));
      assert.ok(Math.abs(sound.length / RATE - 10) < 0.01, `${sound.length / RATE} s`);
    });
  });
}

async function collect(output: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of output) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function allSamples(windows: AsyncIterable<Float32Array>): Promise<Float32Array> {
  const bytes: Uint8Array[] = [];
  for await (const window of windows) {
    bytes.push(new Uint8Array(window.buffer, window.byteOffset, window.byteLength));
  }
  return new Float32Array(new Uint8Array(Buffer.concat(bytes)).buffer);
}
