import { deflateSync } from 'node:zlib';
import type { DecoderState, Encoded, WhisperModel } from './model.ts';
import { createTimestampRules } from './timestamp-rules.ts';

/** What the decoder wrote for a window: text tokens and times, and how sure it was. */
export interface Decoding {
  tokens: number[];
  /** Whether the decoder ended it itself, and was not stopped in a loop or at the longest text. */
  ended: boolean;
  /** Mean over the tokens, natural logarithm. */
  averageLogProb: number;
  /** Length of the text before and after compression, as a ratio: high when it repeats itself. */
  compressionRatio: number;
}

/** The decoder after the first tokens, which say in which language to write. */
export interface Prompted {
  logits: Float32Array;
  state: DecoderState;
}

/** Half of the decoder's context, as in training. */
const MAX_TOKENS = 224;

/** OpenAI's thresholds: text beyond them is tried again with more chance, which breaks loops. */
const MIN_LOG_PROB = -1;
const MAX_COMPRESSION = 2.4;
const TEMPERATURES = [0, 0.4, 0.8];

/** The most likely text; where that loops or is unlikely, the best of some less greedy ones. */
export async function decode(model: WhisperModel, sound: Encoded, prompted: Prompted): Promise<Decoding> {
  let best: Decoding | undefined;
  for (const temperature of TEMPERATURES) {
    const decoding = await decodeAt(model, sound, { ...prompted, temperature });
    if (isPlausible(decoding)) return decoding;
    if (!best || merit(decoding) > merit(best)) best = decoding;
  }
  return best!;
}

export function isPlausible({ averageLogProb, compressionRatio }: Decoding): boolean {
  return averageLogProb >= MIN_LOG_PROB && compressionRatio <= MAX_COMPRESSION;
}

function merit(decoding: Decoding): number {
  return decoding.averageLogProb - Math.max(0, decoding.compressionRatio - MAX_COMPRESSION);
}

async function decodeAt(
  model: WhisperModel,
  sound: Encoded,
  { logits, state, temperature }: Prompted & { temperature: number },
): Promise<Decoding> {
  const { tokenizer, generation } = model;
  const endOfText = tokenizer.special('<|endoftext|>');
  const applyRules = createTimestampRules(tokenizer, generation);
  const random = createRandom(1); // the same recording gives the same text
  const tokens: number[] = [];
  let sumLogProb = 0;
  let ended = false;
  while (tokens.length < MAX_TOKENS) {
    const allowed = logits.slice(); // the first logits serve every temperature
    applyRules(allowed, tokens);
    const token = temperature === 0 ? argmax(allowed) : sample(allowed, temperature, random);
    sumLogProb += allowed[token]! - logSumExp(allowed);
    ended = token === endOfText;
    if (ended) break;
    tokens.push(token);
    if (isLooping(tokens)) break;
    ({ logits, state } = await model.next(sound, token, state));
  }
  return {
    tokens,
    ended,
    averageLogProb: sumLogProb / (tokens.length + 1),
    compressionRatio: compressionRatio(tokenizer.decode(tokens)),
  };
}

function compressionRatio(text: string): number {
  const bytes = Buffer.from(text);
  return bytes.length / deflateSync(bytes).length;
}

const LOOP_LENGTH = 8;
const LOOP_TIMES = 4;

/** Whether the text ends in the same few tokens, over and over: no more will come of it. */
function isLooping(tokens: readonly number[]): boolean {
  for (let length = 1; length <= LOOP_LENGTH; length++) {
    const tail = tokens.slice(-length * (LOOP_TIMES + 1));
    if (tail.length < length * (LOOP_TIMES + 1)) return false;
    if (tail.every((token, i) => i < length || token === tail[i - length])) return true;
  }
  return false;
}

export function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** log Σ exp of values, some of which may be −∞. */
export function logSumExp(values: Float32Array): number {
  const highest = values[argmax(values)]!;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - highest);
  return highest + Math.log(sum);
}

function sample(logits: Float32Array, temperature: number, random: () => number): number {
  const scaled = logits.map((value) => value / temperature);
  const total = logSumExp(scaled);
  let rest = random();
  for (let token = 0; token < scaled.length; token++) {
    rest -= Math.exp(scaled[token]! - total);
    if (rest <= 0) return token;
  }
  return argmax(logits);
}

/** Mulberry32: numbers in 0..1 that follow from the seed. */
function createRandom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let bits = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
