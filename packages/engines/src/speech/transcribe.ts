import type { InferenceSession } from 'onnxruntime-node';
import type { Segment } from '@filemill/core';
import { inOrder } from '../text/ordered.ts';
import { LanguageTracker, type Detected } from './language.ts';
import { SAMPLE_RATE } from './mel.ts';
import type { WhisperModel } from './model.ts';
import { SegmentBuilder, type HeardWord } from './segments.ts';
import { VoiceDetector } from './vad.ts';
import { inRecording, speechWindows, type SpeechWindow } from './windows.ts';
import { listen, writeDown } from './whisper.ts';

export interface Models {
  whisper: WhisperModel;
  voice: InferenceSession;
}

export interface TranscribeOptions {
  /** Languages the recording may be in; those that the model doesn't know are passed over. Default: all it knows. */
  languages?: readonly string[];
  /** Windows to work on at once. */
  atOnce: number;
  /** Runs a heavy step of a few seconds when there is a core for it. */
  withCore<T>(work: () => Promise<T>): Promise<T>;
  /** Told up to which second the recording was heard. */
  onProgress(seconds: number): void;
}

export interface Transcript {
  language?: Detected;
  segments: Segment[];
}

/**
 * What is said in a recording: finds the speech, packs it into windows of up to 30 s and hears several of them at once.
 *
 * @param audio At `SAMPLE_RATE`, from the recording's start, without a gap.
 */
export async function transcribe(
  models: Models,
  audio: AsyncIterable<Float32Array>,
  options: TranscribeOptions,
): Promise<Transcript> {
  const { atOnce, withCore, onProgress } = options;
  let underWay = 0;
  const detector = new VoiceDetector(models.voice);
  const windows = speechWindows(audio, {
    hear: (samples) => withCore(() => detector.hear(samples)),
    onSilence: (seconds) => underWay === 0 && onProgress(seconds),
  });
  const tracker = new LanguageTracker();
  const hear = createHearing(models.whisper, tracker, options);
  const segments: Segment[] = [];
  const builder = new SegmentBuilder();
  const steps = async function* () {
    for await (const window of windows) {
      underWay++;
      yield () => hear(window);
    }
  };
  for await (const { words, until } of inOrder(steps(), atOnce)) {
    underWay--;
    for (const word of words) segments.push(...builder.push(word));
    onProgress(until);
  }
  segments.push(...builder.flush());
  return { ...(segments.length > 0 && { language: tracker.main() }), segments };
}

/** How one window after the other is heard; `until` is its end. Words and `until` are in the recording's time. */
function createHearing(
  whisper: WhisperModel,
  tracker: LanguageTracker,
  { languages: wanted, withCore }: TranscribeOptions,
): (window: SpeechWindow) => Promise<{ words: HeardWord[]; until: number }> {
  const languages = knownLanguages(whisper, wanted);
  let decided: Promise<unknown> = Promise.resolve();
  return async (window) => {
    const listening = withCore(() => listen(whisper, window.samples, languages));
    // Windows are encoded side by side, but their languages are decided in the recording's order.
    const decision = Promise.all([listening, decided]).then(([listened]) =>
      tracker.decide(listened.languages, window.samples.length / SAMPLE_RATE),
    );
    decided = decision;
    const { language } = await decision;
    const listened = await listening;
    const words = await withCore(() => writeDown(whisper, listened, language));
    const placed = words.map((word) => ({ ...word, ...inRecording(window, word), language }));
    return { words: placed, until: endOf(window) };
  };
}

function knownLanguages(whisper: WhisperModel, wanted: readonly string[] | undefined): string[] {
  const known = Object.keys(whisper.generation.lang_to_id).map((token) => token.slice(2, -2));
  const both = known.filter((language) => wanted?.includes(language));
  return both.length > 0 ? both : known;
}

function endOf({ pieces }: SpeechWindow): number {
  const last = pieces.at(-1)!;
  return (last.start + last.length) / SAMPLE_RATE;
}
