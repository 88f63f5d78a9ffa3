import type { Chance } from './chance.ts';

/** A write over a bad network: it may fail before it takes effect, or take effect and fail to say so. */
export async function badNetwork<T>(chance: Chance, what: string, write: () => Promise<T>): Promise<T> {
  if (chance.strikes('refuse')) throw new Error(`${what} was refused on purpose`);
  const answer = await write();
  if (chance.strikes('loseAnswer')) throw new Error(`the answer of ${what} was lost on purpose`);
  return answer;
}
