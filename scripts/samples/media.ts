import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const [WIDTH, HEIGHT, FPS] = [640, 360, 25];

/** A still picture that the camera slowly moves over, for this long. */
export interface Scene {
  image: Buffer;
  seconds: number;
}

/** Encodes PCM as the file extension says; needs an `ffmpeg` program. */
export function encodeSound(wav: Buffer, extension: 'mp3' | 'm4a'): Promise<Buffer> {
  return withFolder(async (folder) => {
    const [from, to] = [join(folder, 'in.wav'), join(folder, `out.${extension}`)];
    await writeFile(from, wav);
    await run('ffmpeg', [...QUIET, '-i', from, ...EXACT, '-b:a', '64k', to]);
    return readFile(to);
  });
}

/** An H.264 and AAC film of the scenes, with hard cuts between them, that browsers can play. */
export function film(scenes: Scene[], wav: Buffer): Promise<Buffer> {
  return withFolder(async (folder) => {
    const [sound, to] = [join(folder, 'sound.wav'), join(folder, 'out.mp4')];
    await writeFile(sound, wav);
    const inputs: string[] = [];
    for (const [i, scene] of scenes.entries()) {
      const path = join(folder, `${i}.png`);
      await writeFile(path, scene.image);
      inputs.push('-i', path);
    }
    const zooms = scenes.map(({ seconds }, i) => {
      const zoom = `zoompan=z='1+0.0008*on':d=${Math.round(seconds * FPS)}:s=${WIDTH}x${HEIGHT}:fps=${FPS}`;
      return `[${i}:v]scale=${WIDTH * 2}:${HEIGHT * 2},${zoom},setsar=1[v${i}]`;
    });
    const joined = `${scenes.map((_, i) => `[v${i}]`).join('')}concat=n=${scenes.length}:v=1[v]`;
    await run('ffmpeg', [
      ...[...QUIET, ...inputs, '-i', sound, '-filter_complex', [...zooms, joined].join(';')],
      ...['-map', '[v]', '-map', `${scenes.length}:a`, ...EXACT, '-c:v', 'libx264', '-threads', '1'],
      ...['-preset', 'slow', '-crf', '27', '-pix_fmt', 'yuv420p', '-g', '50', '-c:a', 'aac', '-b:a', '64k'],
      ...['-movflags', '+faststart', '-shortest', to],
    ]);
    return readFile(to);
  });
}

const QUIET = ['-v', 'error', '-y'];
/** Leaves out dates and program versions, so that the same input gives the same file. */
const EXACT = [
  '-map_metadata',
  '-1',
  '-fflags',
  '+bitexact',
  '-flags:v',
  '+bitexact',
  '-flags:a',
  '+bitexact',
];

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'filemill-samples-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
