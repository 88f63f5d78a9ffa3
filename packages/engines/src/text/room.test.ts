import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DEFAULT_LIMITS, TextResult, type AnalysisOptions, type Box, type TextPage } from '@filemill/core';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';
import { run } from './room.ts';

const dir = await mkdtemp(join(tmpdir(), 'filemill-text-'));
after(() => rm(dir, { recursive: true }));

const LINES = [
  'The ferry leaves the northern quay',
  'at a quarter past seven and returns',
  'before the bells of the evening.',
];
const TEXT = LINES.join('\n');
/** Pixels of the picture of LINES: its first line stands on y = 120, letters begin at x = 100. */
const PAGE = { width: 1000, height: 420 };

function drawn(): Promise<Buffer> {
  const lines = LINES.map((text, i) => `<text x="100" y="${120 + i * 70}" font-size="40">${text}</text>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}" height="${PAGE.height}"><rect width="100%" height="100%" fill="#fff"/><g font-family="Liberation Serif, DejaVu Serif, serif">${lines.join('')}</g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

let files = 0;
async function read(
  bytes: Uint8Array,
  mediaType: string,
  options: AnalysisOptions = {},
): Promise<TextPage[]> {
  const path = join(dir, `${files++}`);
  await writeFile(path, bytes);
  const kind = mediaType.startsWith('image/') ? 'image' : 'document';
  const media = { kind, mediaType, size: bytes.length, sha256: '0'.repeat(64) } as const;
  const output = await run(
    { path, name: 'page', media, analyses: ['text'], options, outDir: dir },
    {
      limits: DEFAULT_LIMITS,
      cores: 2,
      signal: new AbortController().signal,
      withCore: (work) => work(),
      progress() {},
    },
  );
  return TextResult.parse(JSON.parse(await readFile(output.results[0]!.path, 'utf8'))).pages;
}

const words = (page: TextPage) => page.blocks.flatMap((block) => block.lines.flatMap((line) => line.words));

function boxOf(page: TextPage, text: string): Box {
  const anchor = words(page).find((word) => word.text === text)?.anchor;
  assert.ok(anchor && 'page' in anchor && 'box' in anchor, `"${text}" has no box on a page`);
  return anchor.box;
}

function assertNear(actual: Box, expected: Box, tolerance = 0.012) {
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs(actual[i]! - value) <= tolerance, `box ${actual} is not near ${expected}`);
  }
}

test('a clean picture is read, with boxes and a confidence', async () => {
  const [page] = await read(await drawn(), 'image/png');
  assert.equal(page!.text, TEXT);
  assert.deepEqual([page!.source, page!.rotation, page!.width, page!.height], ['ocr', 0, 1000, 420]);
  assert.ok(page!.confidence > 0.9);
  assertNear(boxOf(page!, 'The'), [0.1, 93 / 420, 66 / 1000, 28 / 420], 0.02);
});

test('a page on its side is turned, and its boxes are those of the upright page', async () => {
  const [upright] = await read(await drawn(), 'image/png');
  for (const [turn, rotation] of [
    [90, 270],
    [180, 180],
  ] as const) {
    const [page] = await read(
      await sharp(await drawn())
        .rotate(turn)
        .png()
        .toBuffer(),
      'image/png',
    );
    assert.equal(page!.text, TEXT);
    assert.deepEqual([page!.rotation, page!.width, page!.height], [rotation, 1000, 420]);
    assertNear(boxOf(page!, 'northern'), boxOf(upright!, 'northern'));
  }
});

test('a skewed page is read level, and its boxes lie where the words are', async () => {
  const degrees = 3;
  const skewed = await sharp(await drawn())
    .rotate(degrees, { background: '#fff' })
    .png()
    .toBuffer();
  const [page] = await read(skewed, 'image/png');
  assert.equal(page!.text, TEXT);
  const [upright] = await read(await drawn(), 'image/png');
  const [left, top, width, height] = boxOf(upright!, 'bells');
  const angle = (degrees * Math.PI) / 180;
  const x = (left + width / 2 - 0.5) * PAGE.width;
  const y = (top + height / 2 - 0.5) * PAGE.height;
  const [foundLeft, foundTop, foundWidth, foundHeight] = boxOf(page!, 'bells');
  const found = [foundLeft + foundWidth / 2, foundTop + foundHeight / 2];
  const expected = [
    0.5 + (x * Math.cos(angle) - y * Math.sin(angle)) / page!.width,
    0.5 + (x * Math.sin(angle) + y * Math.cos(angle)) / page!.height,
  ];
  assert.ok(
    Math.hypot(found[0]! - expected[0]!, found[1]! - expected[1]!) < 0.01,
    `${found} is not ${expected}`,
  );
});

test('nothing is invented on blank paper or in noise', async () => {
  const create = { width: 400, height: 300, channels: 3, background: '#f4f1e8' } as const;
  const blank = await sharp({ create }).png().toBuffer();
  const noise = await sharp({ create: { ...create, noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
    .png()
    .toBuffer();
  for (const picture of [blank, noise]) {
    const [page] = await read(picture, 'image/png');
    assert.deepEqual([page!.text, page!.blocks], ['', []]);
  }
});

test('each page of a PDF is read from its layer, its picture or both, without doubling', async () => {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const scan = await pdf.embedPng(await drawn());
  const typed = 'Typed on the page itself';
  pdf.addPage([500, 400]).drawText(typed, { x: 50, y: 350, size: 14, font });
  pdf.addPage([500, 400]).drawImage(scan, { x: 0, y: 100, width: 500, height: 210 });
  const both = pdf.addPage([500, 400]);
  both.drawText(typed, { x: 50, y: 350, size: 14, font });
  both.drawImage(scan, { x: 0, y: 50, width: 500, height: 210 });
  pdf.addPage([500, 400]);
  const pages = await read(await pdf.save(), 'application/pdf');
  assert.deepEqual(
    pages.map(({ page, source, text }) => [page, source, text.replace(/\n+/g, '\n')]),
    [
      [1, 'layer', typed],
      [2, 'ocr', TEXT],
      [3, 'ocr', `${typed}\n${TEXT}`],
      [4, 'layer', ''],
    ],
  );
  assertNear(boxOf(pages[2]!, 'The'), [50 / 500, (140 + 93 / 2) / 400, 33 / 500, 14 / 400], 0.02);
});

test('filled form fields are fields, and part of the text', async () => {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([400, 200]);
  const field = pdf.getForm().createTextField('company');
  field.setText('Northwind Carpentry');
  field.addToPage(page, { x: 100, y: 100, width: 200, height: 24 });
  const [read1] = await read(await pdf.save(), 'application/pdf');
  assert.equal(read1!.text, 'Northwind Carpentry');
  assert.deepEqual(
    read1!.fields.map(({ key, value, source }) => [key, value, source]),
    [['company', 'Northwind Carpentry', 'form']],
  );
});

test('a language without a model is refused, with those that there are', async () => {
  const reading = read(await drawn(), 'image/png', { languages: ['cy'] });
  await assert.rejects(reading, { code: 'engine.missing', message: /en, de, fr, es, ar, ja, zh/ });
});
