import type { MediaInfo } from '@filemill/core';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hasSystemFfmpeg } from './ffmpeg-system.ts';
import { sceneFrames, type SceneFrame } from './frames.ts';

const WIDTH = 96;
const HEIGHT = 64;
const RATE = 5;

/** Seconds and colour of each scene. */
const SCENES = [
  { seconds: 2, rgb: [0, 0, 0] },
  { seconds: 3, rgb: [220, 40, 40] },
  { seconds: 3, rgb: [40, 40, 220] },
] as const;

for (const backend of ['system', 'wasm'] as const) {
  const skip = backend === 'system' && !(await hasSystemFfmpeg()) && 'this machine has no ffmpeg';
  test(`one frame for each scene that shows something, with its time (${backend})`, { skip }, async (t) => {
    const dir = await mkdtemp(join(tmpdir(), 'filemill-frames-'));
    t.after(() => rm(dir, { recursive: true }));
    const path = join(dir, 'scenes.avi');
    await writeFile(path, uncompressedAvi());
    const media: MediaInfo = {
      kind: 'video',
      mediaType: 'video/x-msvideo',
      size: 0,
      sha256: '0'.repeat(64),
      width: WIDTH,
      height: HEIGHT,
      duration: 8,
    };
    const frames: SceneFrame[] = [];
    for await (const frame of sceneFrames({ path, media, backend })) frames.push(frame);
    assert.deepEqual(
      frames.map(({ start, end }) => [start, end]),
      [
        [2, 5],
        [5, 8],
      ],
    );
    const middle = (WIDTH * (HEIGHT / 2) + WIDTH / 2) * 3;
    for (const [i, { rgb }] of frames.entries()) {
      const expected = SCENES[i + 1]!.rgb;
      expected.forEach((level, channel) => assert.ok(Math.abs(rgb[middle + channel]! - level) <= 4));
    }
  });
}

/** The simplest video file there is: raw BGR frames, from bottom to top, in a RIFF container. */
function uncompressedAvi(): Buffer {
  const frames = SCENES.flatMap(({ seconds, rgb: [r, g, b] }) => {
    const frame = chunk('00db', Buffer.alloc(WIDTH * HEIGHT * 3, Buffer.from([b, g, r])));
    return Array.from({ length: seconds * RATE }, () => frame);
  });
  const frameBytes = WIDTH * HEIGHT * 3;
  const avih = int32s(1e6 / RATE, 0, 0, 0, frames.length, 0, 1, frameBytes, WIDTH, HEIGHT, 0, 0, 0, 0);
  const strh = Buffer.concat([
    Buffer.from('vidsDIB '),
    int32s(0, 0, 0, 1, RATE, 0, frames.length, frameBytes, -1, 0, 0, 0),
  ]);
  const strf = int32s(40, WIDTH, HEIGHT, 1 | (24 << 16), 0, frameBytes, 0, 0, 0, 0);
  const headers = list('hdrl', [
    chunk('avih', avih),
    list('strl', [chunk('strh', strh), chunk('strf', strf)]),
  ]);
  return chunk('RIFF', Buffer.concat([Buffer.from('AVI '), headers, list('movi', frames)]));
}

function list(name: string, parts: Buffer[]): Buffer {
  return chunk('LIST', Buffer.concat([Buffer.from(name), ...parts]));
}

function chunk(name: string, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(name), int32s(data.length), data]);
}

function int32s(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => buffer.writeInt32LE(value, i * 4));
  return buffer;
}
