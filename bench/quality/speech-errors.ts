/** Both sides are written alike before they are compared: how a number is written is no matter of hearing. */
const DIGITS: Record<string, string[]> = {
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
  es: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve', 'diez'],
  fr: ['zero', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix'],
};

/** The words of a text without case, accents and marks (the lists of prompts were typed with few accents). */
export function wordsOf(text: string, language = 'en'): string[] {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/['’]/g, language === 'fr' ? ' ' : '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => (/^\d{1,2}$/.test(word) ? (DIGITS[language]?.[Number(word)] ?? word) : word));
}

/** Words that must be put in, left out or replaced to make `heard` into `truth`. */
export function wordErrors(truth: readonly string[], heard: readonly string[]): number {
  let row = Array.from({ length: heard.length + 1 }, (_, i) => i);
  for (const [i, word] of truth.entries()) {
    const next = [i + 1];
    for (const [j, other] of heard.entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (word === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}
