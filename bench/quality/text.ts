/**
 * Quality of text recognition on a mixed set of generated pages with known truth, beside Debian's `tesseract` and
 * `ocrmypdf` (`apt-get install ocrmypdf tesseract-ocr fonts-liberation fonts-dejavu-core`): errors in characters and
 * words, words missed and invented, and what it costs.
 *
 *     node bench/quality/text.ts [PART OF A PAGE'S NAME]
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filemill, ocrmypdf, tesseract, type TextPeer } from '../text-peers.ts';
import { addScores, scoreText, type TextScore } from './text-score.ts';
import { textSet, type PageKind, type TextCase } from './text-set.ts';

const KINDS: PageKind[] = ['clean', 'structured', 'scan', 'turned', 'photo'];

const dir = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
try {
  const cases = (await textSet()).filter((page) => page.name.includes(process.argv[2] ?? ''));
  const files = await Promise.all(cases.map((page, i) => save(page, i)));
  console.log(`${cases.length} pages\n`);
  console.log(
    `| engine | CER % | WER % | invented % | missed %: ${KINDS.join(', ')}, **all** | CPU s a page | peak MB |`,
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const peer of [filemill, tesseract, ocrmypdf]) await measure(peer, cases, files);
} finally {
  await rm(dir, { recursive: true });
}

async function save({ image }: TextCase, i: number): Promise<string> {
  const isJpeg = image[0] === 0xff;
  const path = join(dir, `${i}.${isJpeg ? 'jpg' : 'png'}`);
  await writeFile(path, image);
  return path;
}

async function measure(peer: TextPeer, cases: TextCase[], files: string[]): Promise<void> {
  const missing = await peer.missing();
  if (missing) return console.log(`| ${peer.name} | not measured: ${missing} ||||||`);
  const out = join(dir, peer.name.replace(/\W/g, ''));
  await mkdir(out);
  const { texts, cpuSeconds, peakMegabytes } = await peer.read(files, { out, cores: 1 });
  const scores = cases.map((page, i) => scoreText(page.lines, texts[i]!, page.ordered));
  const all = addScores(scores);
  const missed = KINDS.map((kind) =>
    missedShare(addScores(scores.filter((_, i) => cases[i]!.kind === kind))),
  );
  const cells = [
    peer.name,
    percent(all.characterEdits, all.characters),
    percent(all.wordEdits, all.orderedWords),
    percent(all.invented, all.words),
    `${missed.join(', ')}, **${missedShare(all)}**`,
    (cpuSeconds / cases.length).toFixed(1),
    peakMegabytes.toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function missedShare({ missed, words }: TextScore): string {
  return percent(missed, words);
}

function percent(part: number, whole: number): string {
  return whole > 0 ? ((100 * part) / whole).toFixed(2) : '–';
}
