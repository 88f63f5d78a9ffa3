import { runFfmpeg, type FfmpegOptions } from './ffmpeg.ts';

export interface DecodeOptions extends FfmpegOptions {
  /** Samples a second. */
  sampleRate: number;
  /** Length of the windows; only the last one is shorter. Default: 1. */
  windowSeconds?: number;
}

/**
 * The first sound stream of a recording as one channel of samples in −1..1, in windows that follow each other without
 * a gap: sample `i` of them all is what is heard at `i / sampleRate` seconds.
 *
 * @throws FilemillError `file.corrupt` when the recording cannot be read or has no sound.
 */
export async function* decodeAudio(
  path: string,
  { sampleRate, windowSeconds = 1, ...options }: DecodeOptions,
): AsyncGenerator<Float32Array, void> {
  const args = [
    ...['-map', '0:a:0', '-ac', '1', '-f', 'f32le'],
    // 16 bits first: sound that fades into silence is full of denormal numbers, which resample seven times as slowly.
    // Where timestamps jump, silence is put in or samples are left out, so that places in the stream stay true times.
    ...['-af', `aformat=sample_fmts=s16,aresample=${sampleRate}:async=1:first_pts=0`],
  ];
  const windowLength = Math.round(windowSeconds * sampleRate);
  let window = new Float32Array(windowLength);
  let filled = 0; // bytes: a chunk may end inside a sample
  for await (const chunk of runFfmpeg({ ...options, input: path, args })) {
    for (let taken = 0; taken < chunk.length;) {
      const piece = chunk.subarray(taken, taken + window.byteLength - filled);
      new Uint8Array(window.buffer).set(piece, filled);
      taken += piece.length;
      filled += piece.length;
      if (filled === window.byteLength) {
        yield window;
        window = new Float32Array(windowLength);
        filled = 0;
      }
    }
  }
  const rest = Math.floor(filled / Float32Array.BYTES_PER_ELEMENT);
  if (rest > 0) yield window.subarray(0, rest);
}
