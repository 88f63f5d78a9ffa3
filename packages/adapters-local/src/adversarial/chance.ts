import { FilemillError } from '@filemill/core';

/** What an adversarial adapter does on purpose. All of it is what the ports allow, or what a sweep repairs. */
export const MISHAPS = {
  refuse: 'a request fails before it takes effect',
  loseAnswer: 'a request takes effect, and fails to say so',
  partial: 'some of a batch fail while the others take effect',
  duplicate: 'a message or an event is delivered twice',
  delay: 'a message or an event comes late',
  shuffle: 'messages come in another order',
  expire: 'the lease of a message ends in the middle of the work',
  drop: 'an event that a sweep makes up for is never delivered',
  lag: 'a list lacks what was written a moment ago; a look at an object is answered late',
  change: 'an original is written anew right after it was read',
} as const;

export type Mishap = keyof typeof MISHAPS;

/** How often each mishap happens, from 0 to 1 of its occasions, and the seed that decides when. */
export interface Chaos {
  seed: number;
  rates: Record<Mishap, number>;
  /** The longest that a message is kept back: longer than a lease, or a delay shows nothing. */
  lateSeconds: number;
}

/** Decides, the same each time for the same seed and the same order of questions. */
export interface Chance {
  strikes(mishap: Mishap): boolean;
  /** A whole number from 0, less than `below`. */
  pick(below: number): number;
  /** How long to keep a message back, in whole seconds. */
  pickDelay(): number;
}

/**
 * Reads `seed=7,rate=0.05,drop=0`: `rate` is that of each mishap which isn't named by itself; without it, 0. `late`
 * is the longest delay, in whole seconds; 90 without it. Throws `input.invalid` for anything else.
 */
export function parseChaos(text: string): Chaos {
  const members = new Map(text.split(',').map((member) => readMember(member)));
  const { seed = 1, rate = 0, late = 90, ...named } = Object.fromEntries(members);
  const mishaps = Object.keys(MISHAPS) as Mishap[];
  return {
    seed,
    lateSeconds: late,
    rates: Object.fromEntries(mishaps.map((mishap) => [mishap, named[mishap] ?? rate])) as Chaos['rates'],
  };
}

function readMember(member: string): [string, number] {
  const [name = '', value = ''] = member.trim().split('=');
  const figure = Number(value || NaN);
  const isWhole = (name === 'seed' || name === 'late') && Number.isSafeInteger(figure);
  const isRate = (name === 'rate' || Object.hasOwn(MISHAPS, name)) && figure >= 0 && figure <= 1;
  if (isWhole || isRate) return [name, figure];
  const names = Object.keys(MISHAPS).join(', ');
  throw new FilemillError(
    'input.invalid',
    `"${member}" is neither a seed nor a rate from 0 to 1, as in "seed=7,rate=0.05,drop=0". Rates: ${names}.`,
  );
}

/** Each adapter has a stream of its own, so that a further call of one does not change what happens to the others. */
export function createChance({ seed, rates, lateSeconds }: Chaos, stream: string): Chance {
  const random = mulberry32([...stream].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), seed));
  const pick = (below: number) => Math.floor(random() * below);
  return {
    strikes: (mishap) => random() < rates[mishap],
    pick,
    pickDelay: () => pick(lateSeconds + 1),
  };
}

/** Tommy Ettinger's Mulberry32: 32 bits of state, evenly spread figures from 0 to less than 1. */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
