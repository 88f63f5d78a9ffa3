import type { Face } from '@filemill/rpc/client';

/** What the models guess of a person, said as guesses. */
export function guessesOf({ ageGuess, genderGuess, expressionGuess }: Face): string[] {
  return [
    ageGuess && `guessed age ${Math.round(ageGuess.years)}`,
    genderGuess && `guessed ${genderGuess.value}`,
    expressionGuess && `looks ${expressionGuess.value}`,
  ].filter((guess) => guess !== undefined);
}
