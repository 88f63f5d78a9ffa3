import { logSumExp } from './decode.ts';
import {
  ENCODED_FRAMES,
  FRAME_SECONDS,
  type CrossAttention,
  type Encoded,
  type WhisperModel,
} from './model.ts';

/** A word and when it was said, in seconds from the start of its window. */
export interface TimedWord {
  /** With its marks and the space before it. */
  text: string;
  start: number;
  end: number;
  /** Mean probability of its spoken tokens. */
  confidence: number;
}

/** Width of the median filter that smooths the attention along time, in frames. */
const SMOOTHING = 7;

/**
 * When each word of a text was said: dynamic time warping over the attention of those decoder heads that follow the
 * sound, as in OpenAI's `whisper/timing.py`.
 *
 * @param tokens Text only, in the order in which it was said.
 * @param seconds Length of the sound in the window.
 */
export async function alignWords(
  model: WhisperModel,
  sound: Encoded,
  { tokens, language, seconds }: { tokens: readonly number[]; language: string; seconds: number },
): Promise<TimedWord[]> {
  const { tokenizer, generation } = model;
  const special = (content: string) => tokenizer.special(content);
  const prompt = ['<|startoftranscript|>', `<|${language}|>`, '<|transcribe|>', '<|notimestamps|>'].map(
    special,
  );
  const text = await model.attend(sound, [...prompt, ...tokens, special('<|endoftext|>')]);

  const rows = prompt.length + tokens.length + 1;
  const frames = Math.min(ENCODED_FRAMES, Math.ceil(seconds / FRAME_SECONDS));
  const heads = generation.alignment_heads.map(([layer, head]) =>
    smoothHead(text.attentions[layer]!.subarray(head * rows * ENCODED_FRAMES), rows, frames),
  );
  // The row that predicts a token looks at the sound of that token: text begins with the prompt's last row.
  const first = prompt.length - 1;
  const cost = (row: number, frame: number) =>
    -heads.reduce((sum, head) => sum + head[(first + row) * frames + frame]!, 0) / heads.length;
  const starts = warp(tokens.length + 1, frames, cost);
  const probability = tokenProbabilities(text.logits, { rows, first, tokens });
  return tokenizer.splitWords(tokens, language).map(({ text, spoken: { start, end } }) => ({
    text,
    start: starts[start]! * FRAME_SECONDS,
    end: starts[end]! * FRAME_SECONDS,
    confidence: mean(probability.slice(start, end)),
  }));
}

/** One head's attention to the sounding frames, brought to the same scale for every frame and smoothed along time. */
function smoothHead(attention: CrossAttention, rows: number, frames: number): Float32Array {
  const scaled = new Float32Array(rows * frames);
  for (let row = 0; row < rows; row++) {
    const weights = attention.subarray(row * ENCODED_FRAMES, row * ENCODED_FRAMES + frames);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let frame = 0; frame < frames; frame++) scaled[row * frames + frame] = weights[frame]! / total;
  }
  for (let frame = 0; frame < frames; frame++) standardize(scaled, frame, frames);
  const smooth = new Float32Array(rows * frames);
  for (let row = 0; row < rows; row++) {
    medianFilter(
      scaled.subarray(row * frames, (row + 1) * frames),
      smooth.subarray(row * frames, (row + 1) * frames),
    );
  }
  return smooth;
}

/** Every `step`-th value from `first` on, to mean 0 and deviation 1. */
function standardize(values: Float32Array, first: number, step: number): void {
  let sum = 0;
  let squares = 0;
  for (let i = first; i < values.length; i += step) {
    sum += values[i]!;
    squares += values[i]! ** 2;
  }
  const count = values.length / step;
  const average = sum / count;
  const deviation = Math.sqrt(Math.max(squares / count - average ** 2, Number.MIN_VALUE));
  for (let i = first; i < values.length; i += step) values[i] = (values[i]! - average) / deviation;
}

/** The edges are mirrored. */
function medianFilter(from: Float32Array, to: Float32Array): void {
  const half = (SMOOTHING - 1) / 2;
  const last = from.length - 1;
  const window = new Float32Array(SMOOTHING);
  for (let i = 0; i <= last; i++) {
    for (let k = -half; k <= half; k++) {
      const mirrored = last - Math.abs(last - Math.abs(i + k));
      window[k + half] = from[Math.max(0, mirrored)]!;
    }
    to[i] = window.sort()[half]!;
  }
}

/** Dynamic time warping: the frame at which the cheapest monotone path enters each row. */
function warp(rows: number, frames: number, cost: (row: number, frame: number) => number): number[] {
  const width = frames + 1;
  const total = new Float64Array((rows + 1) * width).fill(Infinity);
  total[0] = 0;
  for (let row = 1; row <= rows; row++) {
    for (let frame = 1; frame <= frames; frame++) {
      const at = row * width + frame;
      const before = Math.min(total[at - width - 1]!, total[at - width]!, total[at - 1]!);
      total[at] = before + cost(row - 1, frame - 1);
    }
  }
  const entered = Array.from<number>({ length: rows });
  for (let row = rows, frame = frames; row > 0;) {
    entered[row - 1] = frame - 1;
    const at = row * width + frame;
    const [both, up, left] = [total[at - width - 1]!, total[at - width]!, total[at - 1]!];
    if (both <= up && both <= left) {
      row--;
      frame--;
    } else if (up <= left) row--;
    else frame--;
  }
  return entered;
}

/** How likely each token of the text was after those before it. */
function tokenProbabilities(
  logits: Float32Array,
  { rows, first, tokens }: { rows: number; first: number; tokens: readonly number[] },
): number[] {
  const vocabulary = logits.length / rows;
  return tokens.map((token, i) => {
    const row = logits.subarray((first + i) * vocabulary, (first + i + 1) * vocabulary);
    return Math.exp(row[token]! - logSumExp(row));
  });
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
