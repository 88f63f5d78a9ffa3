import { alignWords, type TimedWord } from './align.ts';
import { decode, isPlausible, logSumExp, type Decoding, type Prompted } from './decode.ts';
import { rankLanguages, type Detected } from './language.ts';
import { SAMPLE_RATE } from './mel.ts';
import { FRAME_SECONDS, type Encoded, type WhisperModel } from './model.ts';

/** What is known of a window before its words are. */
export interface Listened {
  sound: Encoded;
  samples: Float32Array;
  languages: Detected[];
  /** Probability that nothing is said. */
  noSpeech: number;
  prompted: Prompted;
}

/** OpenAI's threshold: above it, text that is also unlikely was invented. */
const NO_SPEECH = 0.6;

/** Less of a window than this, in seconds, holds no words that a second look would find. */
const MIN_REST = 1;

/** Encodes a window of at most 30 s, and finds out whether and in which of some languages there is speech. */
export async function listen(
  model: WhisperModel,
  samples: Float32Array,
  languages: readonly string[],
): Promise<Listened> {
  const sound = await model.encode(samples);
  const prompted = await model.start(sound, [model.tokenizer.special('<|startoftranscript|>')]);
  const noSpeechToken = model.tokenizer.special('<|notimestamps|>') - 1;
  return {
    sound,
    samples,
    prompted,
    languages: rankLanguages(prompted.logits, model.tokenizer, languages),
    noSpeech: Math.exp(prompted.logits[noSpeechToken]! - logSumExp(prompted.logits)),
  };
}

/** The words of a window in the given language, with times in seconds from the window's start. */
export async function writeDown(
  model: WhisperModel,
  listened: Listened,
  language: string,
): Promise<TimedWord[]> {
  const { tokenizer } = model;
  const { sound, samples } = listened;
  let { prompted } = listened;
  for (const token of [`<|${language}|>`, '<|transcribe|>']) {
    prompted = await model.next(sound, tokenizer.special(token), prompted.state);
  }
  const decoding = await decode(model, sound, prompted);
  if (isInvented(decoding, listened.noSpeech)) return [];

  const seconds = samples.length / SAMPLE_RATE;
  const firstTime = tokenizer.special('<|notimestamps|>') + 1;
  const { text, heardUntil } = readTokens(decoding, firstTime, seconds);
  if (text.length === 0) return [];
  const words = await alignWords(model, sound, { tokens: text, language, seconds: heardUntil });
  if (heardUntil < MIN_REST || seconds - heardUntil < MIN_REST) return words;

  // The text stopped before the sound did: the rest is a window of its own.
  const rest = await listen(model, samples.subarray(Math.round(heardUntil * SAMPLE_RATE)), [language]);
  const later = await writeDown(model, rest, language);
  return [
    ...words,
    ...later.map((word) => ({ ...word, start: word.start + heardUntil, end: word.end + heardUntil })),
  ];
}

/** Text where there is none to hear: a model that was trained on subtitles always knows something to say. */
function isInvented(decoding: Decoding, noSpeech: number): boolean {
  return !isPlausible(decoding) && noSpeech > NO_SPEECH;
}

/** The text tokens of what was closed by a time, and that time; an open end counts when the model ended it itself. */
function readTokens(
  { tokens, ended }: Decoding,
  firstTime: number,
  seconds: number,
): { text: number[]; heardUntil: number } {
  const isTime = (token: number) => token >= firstTime;
  const closing = tokens.findLastIndex((token, i) => isTime(token) && i > 0 && !isTime(tokens[i - 1]!));
  const isOpen = tokens.slice(closing + 1).some((token) => !isTime(token));
  if (closing < 0 || (isOpen && ended))
    return { text: tokens.filter((token) => !isTime(token)), heardUntil: seconds };
  return {
    text: tokens.slice(0, closing).filter((token) => !isTime(token)),
    heardUntil: Math.min(seconds, (tokens[closing]! - firstTime) * FRAME_SECONDS),
  };
}
