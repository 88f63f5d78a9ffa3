import type { Tokenizer } from './tokenizer.ts';

export interface Detected {
  /** Whisper's own code, mostly ISO 639-1. */
  language: string;
  probability: number;
}

/** Languages that a window may be in, the likeliest first: the softmax over the language tokens. */
export function rankLanguages(
  logits: Float32Array,
  tokenizer: Tokenizer,
  languages: readonly string[],
): Detected[] {
  const scores = languages.map((language) => logits[tokenizer.special(`<|${language}|>`)]!);
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return languages
    .map((language, i) => ({ language, probability: weights[i]! / total }))
    .sort((a, b) => b.probability - a.probability);
}

/** A window this sure of another language than the recording's is written in its own. */
const SURE = 0.8;

/**
 * Decides in which language each window is written. A recording mostly stays in one, and a window of a few words is
 * easily misjudged, so all windows so far count together.
 */
export class LanguageTracker {
  readonly #seconds = new Map<string, number>();

  /** @param ranked Of one window, whose speech lasts `seconds`. Windows come in the order of the recording. */
  decide(ranked: readonly Detected[], seconds: number): Detected {
    for (const { language, probability } of ranked) {
      this.#seconds.set(language, (this.#seconds.get(language) ?? 0) + probability * seconds);
    }
    const own = ranked[0]!;
    const { language } = this.main()!;
    if (own.probability >= SURE) return own;
    return ranked.find((detected) => detected.language === language) ?? own;
  }

  /** The language of most of what was heard, and its share; nothing when nothing was heard. */
  main(): Detected | undefined {
    const ranked = [...this.#seconds].sort(([, a], [, b]) => b - a);
    const total = ranked.reduce((sum, [, seconds]) => sum + seconds, 0);
    const [first] = ranked;
    return first && { language: first[0], probability: first[1] / total };
  }
}
