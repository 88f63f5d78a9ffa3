import { SAMPLE_RATE, WINDOW_SECONDS } from './mel.ts';
import { StretchFinder, type Stretch } from './stretches.ts';
import { VAD_FRAME } from './vad.ts';

/** A part of a recording inside a window. All in samples. */
interface Piece {
  /** Where it is in the window. */
  at: number;
  /** Where it is in the recording. */
  start: number;
  length: number;
}

/** Speech of a recording, up to 30 s of it, without the silence between. */
export interface SpeechWindow {
  samples: Float32Array;
  pieces: Piece[];
}

/** Stretches further apart don't share a window: what was said before a long silence is no context. In seconds. */
const MAX_GAP = 20;

export interface WindowOptions {
  /** Silero's probability of speech for each frame of samples that follow each other. */
  hear(samples: Float32Array): Promise<number[]>;
  /** Told up to which second all speech was given out. */
  onSilence(seconds: number): void;
}

/** Finds the speech in a recording and packs it into windows. Memory holds about a minute of sound. */
export async function* speechWindows(
  audio: AsyncIterable<Float32Array>,
  { hear, onSilence }: WindowOptions,
): AsyncGenerator<SpeechWindow, void> {
  const finder = new StretchFinder();
  const recording = new Recording();
  const packer = new Packer();
  const search = async function* (frames: Float32Array) {
    for (const probability of await hear(frames)) {
      for (const stretch of finder.push(probability)) yield* packer.add(recording.cut(stretch));
    }
  };
  for await (const chunk of audio) {
    recording.append(chunk);
    yield* search(recording.takeFrames());
    recording.forget(finder.pendingFrom * VAD_FRAME);
    yield* packer.release(finder.pendingFrom * VAD_FRAME);
    if (packer.isEmpty) onSilence((finder.pendingFrom * VAD_FRAME) / SAMPLE_RATE);
  }
  yield* search(recording.takeLastFrame());
  for (const stretch of finder.flush()) yield* packer.add(recording.cut(stretch));
  yield* packer.flush();
}

/**
 * A time span in a window → the same span in the recording. A word's span may reach over the seam of two pieces; it
 * belongs to the one that holds most of it.
 */
export function inRecording(
  window: SpeechWindow,
  span: { start: number; end: number },
): { start: number; end: number } {
  const start = span.start * SAMPLE_RATE;
  const end = span.end * SAMPLE_RATE;
  const overlap = ({ at, length }: Piece) => Math.min(end, at + length) - Math.max(start, at);
  const piece = window.pieces.reduce((best, piece) => (overlap(piece) > overlap(best) ? piece : best));
  const toRecording = (sample: number) =>
    (piece.start + Math.min(Math.max(sample - piece.at, 0), piece.length)) / SAMPLE_RATE;
  return { start: toRecording(start), end: toRecording(end) };
}

/** The latest part of a recording. */
class Recording {
  #samples = new Float32Array();
  /** Place of `#samples` in the recording. */
  #start = 0;
  /** Place up to which frames were taken. */
  #taken = 0;

  append(chunk: Float32Array): void {
    const joined = new Float32Array(this.#samples.length + chunk.length);
    joined.set(this.#samples);
    joined.set(chunk, this.#samples.length);
    this.#samples = joined;
  }

  /** All whole frames that were not taken before. */
  takeFrames(): Float32Array {
    const from = this.#taken - this.#start;
    const whole = Math.floor((this.#samples.length - from) / VAD_FRAME) * VAD_FRAME;
    this.#taken += whole;
    return this.#samples.subarray(from, from + whole);
  }

  /** What is left of the recording, filled up with silence to a whole frame; nothing if nothing is left. */
  takeLastFrame(): Float32Array {
    const rest = this.#samples.subarray(this.#taken - this.#start);
    if (rest.length === 0) return rest;
    const frame = new Float32Array(VAD_FRAME);
    frame.set(rest);
    return frame;
  }

  cut({ start, end }: Stretch): { start: number; samples: Float32Array } {
    const from = start * VAD_FRAME;
    return { start: from, samples: this.#samples.slice(from - this.#start, end * VAD_FRAME - this.#start) };
  }

  forget(before: number): void {
    this.#samples = this.#samples.slice(before - this.#start);
    this.#start = before;
  }
}

class Packer {
  #parts: { start: number; samples: Float32Array }[] = [];

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  *add(part: { start: number; samples: Float32Array }): Generator<SpeechWindow, void> {
    if (this.#length() + part.samples.length > WINDOW_SECONDS * SAMPLE_RATE) yield* this.flush();
    this.#parts.push(part);
  }

  /** Gives the window out if nothing that begins before `start` can still come into it, and that is too far off. */
  *release(start: number): Generator<SpeechWindow, void> {
    const last = this.#parts.at(-1);
    if (last && start - (last.start + last.samples.length) > MAX_GAP * SAMPLE_RATE) yield* this.flush();
  }

  *flush(): Generator<SpeechWindow, void> {
    if (this.#parts.length === 0) return;
    const samples = new Float32Array(this.#length());
    const pieces: Piece[] = [];
    let at = 0;
    for (const part of this.#parts) {
      samples.set(part.samples, at);
      pieces.push({ at, start: part.start, length: part.samples.length });
      at += part.samples.length;
    }
    this.#parts = [];
    yield { samples, pieces };
  }

  #length(): number {
    return this.#parts.reduce((sum, { samples }) => sum + samples.length, 0);
  }
}
