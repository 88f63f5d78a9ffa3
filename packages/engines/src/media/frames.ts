import { FilemillError, type MediaInfo } from '@filemill/core';
import { runFfmpeg, type FfmpegOptions } from './ffmpeg.ts';
import { createSceneCutter, thumbnail } from './scenes.ts';

/** A picture that stands for a stretch of a video. */
export interface SceneFrame {
  /** Seconds from the start of the video; `end` is where the next frame's stretch starts. */
  start: number;
  end: number;
  /** Pixels, the longer side at most `FRAME_PIXELS`. */
  width: number;
  height: number;
  /** 3 bytes a pixel, row by row. */
  rgb: Uint8Array;
}

export interface SceneFramesOptions extends FfmpegOptions {
  path: string;
  /** Width, height and duration of the video are used. */
  media: MediaInfo;
}

export const FRAME_PIXELS = 1024;

/** How often a video is looked at to find where its scenes change. */
const LOOKS_PER_SECOND = 2;

/**
 * The frames of a video that are worth looking at: one for each scene, and one every ten seconds of a long scene, never
 * more than one a second; black ones are left out. Memory holds two frames, however long the video is.
 *
 * @throws FilemillError `media.no_stream` when the video has no picture, `file.corrupt` when it cannot be decoded.
 */
export async function* sceneFrames(options: SceneFramesOptions): AsyncGenerator<SceneFrame, void> {
  const { path, media, ...ffmpeg } = options;
  const { width, height } = frameSize(media);
  const stream = runFfmpeg({
    ...ffmpeg,
    input: path,
    inputArgs: ['-skip_frame', 'noref'], // frames that no other builds on are a third of the decoding, and not missed
    args: rawFrames(width, height),
  });
  const startsScene = createSceneCutter();
  let pending: Omit<SceneFrame, 'end'> | undefined;
  let looks = 0;
  for await (const rgb of chunksOf(stream, width * height * 3)) {
    const start = looks++ / LOOKS_PER_SECOND;
    if (!startsScene(start, thumbnail(rgb, width, height))) continue;
    if (pending) yield { ...pending, end: start };
    pending = { start, width, height, rgb };
  }
  if (pending) yield { ...pending, end: Math.max(media.duration ?? 0, looks / LOOKS_PER_SECOND) };
}

function frameSize({ width, height }: MediaInfo): { width: number; height: number } {
  if (!width || !height) {
    throw new FilemillError('media.no_stream', 'The recording has no picture that can be decoded.');
  }
  const scale = Math.min(1, FRAME_PIXELS / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** Frames at a constant rate that starts at 0, so that a frame's number tells its time. */
function rawFrames(width: number, height: number): string[] {
  const filters = `fps=${LOOKS_PER_SECOND}:start_time=0,scale=${width}:${height}:flags=area`;
  return ['-map', '0:V:0', '-an', '-sn', '-vf', filters, '-pix_fmt', 'rgb24', '-f', 'rawvideo'];
}

/** Cuts a stream into pieces of one size, each a buffer of its own; a rest that is shorter is dropped. */
async function* chunksOf(stream: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let chunk = new Uint8Array(size);
  let filled = 0;
  for await (const bytes of stream) {
    for (let taken = 0; taken < bytes.length;) {
      const part = bytes.subarray(taken, taken + size - filled);
      chunk.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled < size) continue;
      yield chunk;
      chunk = new Uint8Array(size);
      filled = 0;
    }
  }
}
