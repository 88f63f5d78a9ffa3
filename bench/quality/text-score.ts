/** How far a reading is from the truth. Sums, so that scores of several pages can be added up. */
export interface TextScore {
  /** Words of the truth, and those of them that are absent from the reading, wherever they stand. */
  words: number;
  missed: number;
  /** Words of the reading that are not in the truth. */
  invented: number;
  /** Edits that lead from the reading to the truth, and the lengths of the truth; 0 where the order is not defined. */
  characterEdits: number;
  characters: number;
  wordEdits: number;
  orderedWords: number;
}

export function scoreText(lines: readonly string[], read: string, ordered: boolean): TextScore {
  const truth = normalize(lines.join(' '));
  const got = normalize(read);
  const [truthWords, gotWords] = [truth.split(' '), got.split(' ').filter(Boolean)];
  const hits = sharedWords(truthWords, gotWords);
  return {
    words: truthWords.length,
    missed: truthWords.length - hits,
    invented: gotWords.length - hits,
    characterEdits: ordered ? editDistance([...truth], [...got]) : 0,
    characters: ordered ? truth.length : 0,
    wordEdits: ordered ? editDistance(truthWords, gotWords) : 0,
    orderedWords: ordered ? truthWords.length : 0,
  };
}

export function addScores(scores: readonly TextScore[]): TextScore {
  const sum = (pick: (score: TextScore) => number) => scores.reduce((total, score) => total + pick(score), 0);
  return {
    words: sum((score) => score.words),
    missed: sum((score) => score.missed),
    invented: sum((score) => score.invented),
    characterEdits: sum((score) => score.characterEdits),
    characters: sum((score) => score.characters),
    wordEdits: sum((score) => score.wordEdits),
    orderedWords: sum((score) => score.orderedWords),
  };
}

/** Kinds of quotes, dashes and spaces are not told apart. */
function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[‘’‚′`´]/g, "'")
    .replace(/[“”„″]|''/g, '"')
    .replace(/[‐-―−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

function sharedWords(truth: readonly string[], got: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of got) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of truth) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared++;
    left.set(word, count - 1);
  }
  return shared;
}

/** Levenshtein's. */
function editDistance<T>(a: readonly T[], b: readonly T[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, x] of a.entries()) {
    const next = [i + 1];
    for (const [j, y] of b.entries()) {
      next.push(Math.min(row[j]! + (x === y ? 0 : 1), row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
