import { FRAME_SECONDS, type GenerationConfig } from './model.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Sets to −∞ the logits of all tokens that may not follow `tokens`. */
export type LogitRules = (logits: Float32Array, tokens: readonly number[]) => void;

/** The first words are expected within this time from the start of a window. */
const MAX_FIRST_SECONDS = 1;

/**
 * The grammar that Whisper was trained to write: `<time> text <time> <time> text <time> …`, times never going back.
 * The order of the rules is that of OpenAI's `ApplyTimestampRules`.
 */
export function createTimestampRules(tokenizer: Tokenizer, generation: GenerationConfig): LogitRules {
  const endOfText = tokenizer.special('<|endoftext|>');
  const firstTime = tokenizer.special('<|notimestamps|>') + 1;
  const isTime = (token: number | undefined) => token !== undefined && token >= firstTime;

  return (logits, tokens) => {
    const forbid = (from: number, to: number) => void logits.fill(-Infinity, from, to);
    for (const token of generation.suppress_tokens) logits[token] = -Infinity;
    forbid(endOfText + 1, firstTime);

    if (tokens.length === 0) {
      for (const token of generation.begin_suppress_tokens) logits[token] = -Infinity;
      forbid(0, firstTime);
      forbid(firstTime + MAX_FIRST_SECONDS / FRAME_SECONDS + 1, logits.length);
      return;
    }
    const endsInTime = isTime(tokens.at(-1));
    const closesText = endsInTime && tokens.length > 1 && !isTime(tokens.at(-2));
    if (endsInTime && closesText) forbid(0, endOfText);
    else if (endsInTime) forbid(firstTime, logits.length);

    const lastTime = tokens.findLast(isTime)!;
    // A text takes time: only the token that opens the next one may repeat the time that closed the last.
    forbid(firstTime, closesText ? lastTime : lastTime + 1);
    if (likelierIsTime(logits, firstTime)) forbid(0, firstTime);
  };
}

/** Whether all times together are likelier than the likeliest word. */
function likelierIsTime(logits: Float32Array, firstTime: number): boolean {
  let word = -Infinity;
  for (let token = 0; token < firstTime; token++) word = Math.max(word, logits[token]!);
  let times = 0;
  for (let token = firstTime; token < logits.length; token++) times += Math.exp(logits[token]! - word);
  return times > 1;
}
