import { parseArgs } from 'node:util';

export interface Options {
  files: number;
  seed: number;
  /** `none`: engines that cost nothing, for many files; `faulty`: worker processes that fail as a file says. */
  engines: 'none' | 'faulty';
  /** Faults to inject at most. */
  faults: number;
  /** Time for everything to come to rest once the last fault is over. */
  quietSeconds: number;
  durability: 'normal' | 'full';
  /** How often storage, queues and events fail on purpose, from 0 to 1. */
  chaos: number;
  /** Whether the data folder is left there to be looked at. */
  keep: boolean;
}

/** Throws with a message for the person who typed the arguments. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      files: { type: 'string', default: '2000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      engines: { type: 'string', default: 'none' },
      faults: { type: 'string' },
      chaos: { type: 'string', default: '0.01' },
      durability: { type: 'string', default: 'normal' },
      keep: { type: 'boolean', default: false },
    },
  });
  const files = wholeNumber('files', values.files);
  return {
    files,
    seed: wholeNumber('seed', values.seed),
    engines: oneOf('engines', values.engines, ['none', 'faulty']),
    faults: values.faults ? wholeNumber('faults', values.faults) : Math.max(8, Math.round(files / 70)),
    quietSeconds: 60 + files / 200,
    chaos: share('chaos', values.chaos),
    durability: oneOf('durability', values.durability, ['normal', 'full']),
    keep: values.keep,
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${name} takes a whole number, not "${text}"`);
}

function share(name: string, text: string): number {
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new Error(`--${name} takes a number from 0 to 1, not "${text}"`);
}

function oneOf<T extends string>(name: string, text: string, choices: T[]): T {
  const choice = choices.find((one) => one === text);
  if (choice) return choice;
  throw new Error(`--${name} is one of ${choices.join(', ')}, not "${text}"`);
}
