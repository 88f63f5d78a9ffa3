import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FilemillError, type ErrorCode } from '@filemill/core';
import { hasSystemFfmpeg } from './ffmpeg-system.ts';
import { probe, runFfmpeg, type FfmpegCommand } from './ffmpeg.ts';
import { soundOf, writeWav } from './wav.fixture.ts';

let folder: string;
let tone: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'filemill-ffmpeg-'));
  tone = join(folder, 'tone.wav');
  await writeWav(
    tone,
    soundOf(20, (t) => 0.5 * Math.sin(2 * Math.PI * 440 * t)),
  );
});
after(() => rm(folder, { recursive: true }));

const noSystem = (await hasSystemFfmpeg()) ? false : 'this machine has no ffmpeg of its own';

for (const backend of ['wasm', 'system'] as const) {
  describe(`ffmpeg, ${backend}`, { skip: backend === 'system' && noSystem }, () => {
    test('says what a recording is made of', async () => {
      assert.deepEqual(await probe(tone, { backend }), {
        formatName: 'wav',
        duration: 20,
        audioCodec: 'pcm_s16le',
        videoCodec: undefined,
      });
    });

    test('finds out the size and the length of a video, also where the container does not say', async () => {
      const video = join(folder, `${backend}.mkv`);
      // Matroska that is written in one go has no duration in its header.
      const args = ['-vf', 'scale=64:48', '-c:v', 'mpeg4', '-an', '-f', 'matroska'];
      await writeFile(video, await collect({ input: await movingPicture(), args, backend }));
      const { duration, width, height, videoCodec, audioCodec } = await probe(video, { backend });
      assert.deepEqual(
        { width, height, videoCodec, audioCodec },
        { width: 64, height: 48, videoCodec: 'mpeg4', audioCodec: undefined },
      );
      assert.ok(Math.abs(duration - 2) < 0.2, `${duration} s`);
    });

    test('gives out more than may lie unread', async () => {
      let bytes = 0;
      const args = ['-ar', '192000', '-f', 'f32le'];
      for await (const chunk of runFfmpeg({ input: tone, args, backend })) bytes += chunk.length;
      assert.equal(bytes, 20 * 192_000 * 4);
    });

    test('starts where it is told to', async () => {
      const args = ['-f', 's16le'];
      const rest = await collect({ input: tone, inputArgs: ['-ss', '15'], args, backend });
      assert.equal(rest.length, 5 * 16_000 * 2);
    });

    test('reports the log at the level asked for', async () => {
      const lines: string[] = [];
      const onLog = (line: string) => lines.push(line);
      await collect({ input: tone, args: ['-f', 's16le'], backend, onLog, logLevel: 'info' });
      assert.ok(lines.some((line) => line.includes('pcm_s16le')));
      lines.length = 0;
      await collect({ input: tone, args: ['-f', 's16le'], backend, onLog });
      assert.deepEqual(lines, []);
    });

    test('refuses what is not a recording, and what names other files', async () => {
      const text = join(folder, 'text.mp4');
      await writeFile(text, 'not a film');
      await assert.rejects(probe(text, { backend }), code('file.corrupt'));
      const playlist = join(folder, 'list.m3u8');
      await writeFile(playlist, `#EXTM3U\n#EXTINF:20,\n${tone}\n#EXT-X-ENDLIST\n`);
      await assert.rejects(probe(playlist, { backend }), code('file.corrupt'));
      await assert.rejects(
        collect({ input: playlist, args: ['-f', 's16le'], backend }),
        code('file.corrupt'),
      );
      const script = join(folder, 'list.ffconcat');
      await writeFile(script, 'ffconcat version 1.0\nfile tone.wav\n');
      await assert.rejects(collect({ input: script, args: ['-f', 's16le'], backend }), code('file.corrupt'));
    });

    test('ends when the signal is raised, in the middle of the output', async () => {
      const cancel = new AbortController();
      const output = runFfmpeg({
        input: tone,
        args: ['-ar', '192000', '-f', 'f32le'],
        backend,
        signal: cancel.signal,
      });
      await output.next();
      cancel.abort();
      await assert.rejects(
        async () => {
          for await (const chunk of output) assert.ok(chunk);
        },
        { name: 'AbortError' },
      );
    });

    test('ends when the reader leaves', async () => {
      for await (const chunk of runFfmpeg({ input: tone, args: ['-ar', '192000', '-f', 'f32le'], backend })) {
        assert.ok(chunk.length > 0);
        break;
      }
    });
  });
}

/** Two seconds of raw pictures that ffmpeg can read: a Y4M would need its demuxer, so the WASM build makes an MPEG. */
async function movingPicture(): Promise<string> {
  const path = join(folder, 'picture.mpg');
  const args = [
    '-filter_complex',
    '[0:a]showwaves=s=64x48:r=25,trim=end=2',
    '-c:v',
    'mpeg1video',
    '-f',
    'mpeg',
  ];
  await writeFile(path, await collect({ input: tone, args, backend: 'wasm' }));
  return path;
}

async function collect(command: FfmpegCommand): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of runFfmpeg(command)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function code(code: ErrorCode) {
  return (error: unknown) => error instanceof FilemillError && error.code === code;
}
