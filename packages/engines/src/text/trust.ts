import { lineOf, wordsOf, type ReadLine } from './reading.ts';

/** A reading below these is worth a second try. Tuned on the generated set of bench/quality/text.ts. */
const GOOD = { meanConfidence: 0.9, weakShare: 0.08 };
const WEAK_WORD = 0.6;
/** Words below this are as likely invented as read. */
const LEAST_WORD = 0.25;
/** Lines whose words are in the mean below this are texture, not text. */
const LEAST_LINE = 0.5;

export function isGood(lines: readonly ReadLine[]): boolean {
  const words = wordsOf(lines);
  if (words.length === 0) return false;
  const weak = words.filter((word) => word.confidence < WEAK_WORD).length;
  return meanConfidence(lines) >= GOOD.meanConfidence && weak / words.length <= GOOD.weakShare;
}

/** Characters in words that are surely read: how much a reading holds. */
export function sureCharacters(lines: readonly ReadLine[]): number {
  return wordsOf(lines)
    .filter((word) => word.confidence >= WEAK_WORD)
    .reduce((sum, word) => sum + word.text.length, 0);
}

/** Leaves out what photos and smudges make an engine see: lines without a sure word, and specks taken for marks. */
export function believable(lines: readonly ReadLine[]): ReadLine[] {
  return lines
    .map((line) =>
      line.words.filter((word) => word.confidence >= LEAST_WORD && !/^[|_~'`´.,:;\\-]$/.test(word.text)),
    )
    .filter((words) => words.length > 0)
    .map(lineOf)
    .filter((line) => meanConfidence([line]) >= LEAST_LINE && /[\p{L}\p{N}]/u.test(line.text));
}

function meanConfidence(lines: readonly ReadLine[]): number {
  const words = wordsOf(lines);
  return words.reduce((sum, word) => sum + word.confidence, 0) / words.length;
}
