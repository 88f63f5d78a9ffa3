import { lineOf, type ReadLine, type ReadWord } from './reading.ts';

/** Levels of the rows of tesseract's TSV; other rows are pages, blocks and paragraphs. */
const LINE = '4';
const WORD = '5';

/** Lines and words, with their boxes in pixels of the image. */
export function parseTsv(tsv: string): ReadLine[] {
  const lines: ReadWord[][] = [];
  for (const row of tsv.split('\n')) {
    const [level, , , , , , x, y, w, h, confidence, ...rest] = row.split('\t');
    const [left, top, width, height] = [Number(x), Number(y), Number(w), Number(h)];
    if (level === LINE) lines.push([]);
    if (level !== WORD) continue;
    const text = rest.join('\t').trim();
    if (!text) continue;
    const rect = { left, top, right: left + width, bottom: top + height };
    lines.at(-1)?.push({ text, rect, confidence: Math.max(0, Number(confidence)) / 100 });
  }
  return lines.filter((words) => words.length > 0).map(lineOf);
}
