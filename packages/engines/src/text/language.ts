import { detectAll } from 'tinyld';

/** Fewer letters than these say too little. */
const LEAST_LETTERS = 60;
/** tinyld's accuracy of the first guess, and how far it must be before the second. */
const SURE = 0.4;
const AHEAD = 0.15;

/** ISO 639-1 code of the text's main language, or undefined where it cannot be told. */
export function languageOf(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < LEAST_LETTERS) return undefined;
  const [first, second] = detectAll(text.slice(0, 4000));
  if (!first || first.accuracy < SURE || first.accuracy - (second?.accuracy ?? 0) < AHEAD) return undefined;
  return first.lang;
}
