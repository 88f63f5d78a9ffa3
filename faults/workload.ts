import { createHash } from 'node:crypto';
import type { Options } from './options.ts';
import { Random } from './random.ts';

export interface PlannedFile {
  name: string;
  text: string;
  sha256: string;
  /** Codes of the errors that it may fail with; none for a file that has to succeed. */
  reasons: readonly string[];
}

export interface PlannedJob {
  name: string;
  files: PlannedFile[];
}

/** A worker that is killed by us, not by the file, can be what ends the last attempt of a file that fails anyway. */
const KILLED = ['engine.crashed', 'attempts.exhausted'];

/** First words of files, what becomes of them, and how often they occur. `faulty-room.ts` is the other side of it. */
const KINDS = {
  none: [
    { word: 'ok', weight: 98, reasons: [] },
    { word: '', weight: 2, reasons: ['file.empty'] },
  ],
  faulty: [
    { word: 'ok', weight: 50, reasons: [] },
    { word: 'slow', weight: 20, reasons: [] },
    { word: 'crash-once', weight: 8, reasons: [] },
    { word: 'fail', weight: 6, reasons: ['file.corrupt'] },
    { word: '', weight: 4, reasons: ['file.empty'] },
    { word: 'crash', weight: 4, reasons: KILLED },
    { word: 'hang', weight: 4, reasons: ['engine.timeout', ...KILLED] },
    { word: 'gorge', weight: 4, reasons: ['engine.out_of_memory', ...KILLED] },
  ],
} as const;

/** Share of the files that have the same bytes as another one: their results are used again. */
const TWINS = 0.05;

/** One job with half of the files, and smaller and smaller ones, so that large and small stand beside each other. */
export function planJobs({ files, seed, engines }: Options): PlannedJob[] {
  const random = new Random(seed, 'workload');
  const jobs: PlannedJob[] = [];
  for (let left = files; left > 0;) {
    const size = jobs.length === 0 ? Math.ceil(files / 2) : random.between(1, Math.ceil(files / 8));
    const count = Math.min(size, left, MOST_FILES);
    left -= count;
    const job = jobs.length + 1;
    jobs.push({
      name: `job ${job}`,
      files: Array.from({ length: count }, (_, i) => planFile(random, engines, `${job}/${i + 1}`)),
    });
  }
  return jobs;
}

/** The server's limit on one job. */
const MOST_FILES = 10_000;

function planFile(random: Random, engines: Options['engines'], name: string): PlannedFile {
  const kinds = KINDS[engines];
  const word = random.weighted(Object.fromEntries(kinds.map((kind) => [kind.word, kind.weight])));
  const { reasons } = kinds.find((kind) => kind.word === word)!;
  const rest = random.chance(TWINS) ? `twin ${random.between(1, 10)}` : `${name} ${random.next()}`;
  const text = word && `${word} ${rest}`;
  return { name: `${name}.txt`, text, sha256: sha256(text), reasons };
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
