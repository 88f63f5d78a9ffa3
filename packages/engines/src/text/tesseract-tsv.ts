import { lineOf, type ReadLine, type ReadWord } from './reading.ts';

/** Columns of tesseract's TSV; `level` 1 is the page, 4 a line, 5 a word. */
const PAGE = '1';
const LINE = '4';
const WORD = '5';

/** Lines and words, with their boxes in pixels of the (turned) image. */
export function parseTsv(tsv: string): { width: number; height: number; lines: ReadLine[] } {
  const page = { width: 0, height: 0 };
  const lines: ReadWord[][] = [];
  for (const row of tsv.split('\n')) {
    const [level, , , , , , x, y, w, h, confidence, ...rest] = row.split('\t');
    const [left, top, width, height] = [Number(x), Number(y), Number(w), Number(h)];
    if (level === PAGE) Object.assign(page, { width, height });
    if (level === LINE) lines.push([]);
    if (level !== WORD) continue;
    const text = rest.join('\t').trim();
    if (!text) continue;
    const rect = { left, top, right: left + width, bottom: top + height };
    lines.at(-1)?.push({ text, rect, confidence: Math.max(0, Number(confidence)) / 100 });
  }
  return { ...page, lines: lines.filter((words) => words.length > 0).map(lineOf) };
}
