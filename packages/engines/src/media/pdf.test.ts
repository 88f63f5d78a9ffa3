import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DEFAULT_LIMITS, type Box, type FilemillError } from '@filemill/core';
import { degrees, PDFDocument, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';
import { loadPdfium } from './pdfium.ts';
import { openPdf } from './pdf.ts';

const dir = await mkdtemp(join(tmpdir(), 'filemill-pdf-'));
after(() => rm(dir, { recursive: true }));

let files = 0;
async function save(bytes: Uint8Array): Promise<string> {
  const path = join(dir, `${files++}.pdf`);
  await writeFile(path, bytes);
  return path;
}

async function withPdf(build: (pdf: PDFDocument) => Promise<void> | void): Promise<string> {
  const pdf = await PDFDocument.create();
  await build(pdf);
  return save(await pdf.save());
}

function assertNear(actual: Box, expected: Box, tolerance = 0.01) {
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs(actual[i]! - value) <= tolerance, `box ${actual} is not near ${expected}`);
  }
}

/** 400 × 200 points: "Hello" at 12 points, its baseline 40 from the left and 50 from the bottom. */
async function hello(pdf: PDFDocument, rotate = 0) {
  const page = pdf.addPage([400, 200]);
  page.drawText('Hello there', {
    x: 40,
    y: 50,
    size: 12,
    font: await pdf.embedFont(StandardFonts.Helvetica),
  });
  page.setRotation(degrees(rotate));
  return page;
}

test('words have boxes in the frame of the page as shown', async () => {
  const pdf = await openPdf(await withPdf(async (document) => void (await hello(document))), DEFAULT_LIMITS);
  const page = pdf.page(1);
  const { words, turned, unmapped } = page.content();
  assert.deepEqual([page.width, page.height, turned, unmapped], [400, 200, 0, 0]);
  assert.deepEqual(
    words.map((word) => word.text),
    ['Hello', 'there'],
  );
  assertNear(words[0]!.box, [0.1, (200 - 50 - 8.7) / 200, 27 / 400, 8.7 / 200]);
  pdf.close();
});

test('/Rotate turns page, boxes and picture alike, and is told apart from turned text', async () => {
  const path = await withPdf(async (document) => {
    await hello(document, 90);
    const sideways = document.addPage([400, 200]);
    sideways.drawText('upwards', { x: 100, y: 20, rotate: degrees(90) });
  });
  const pdf = await openPdf(path, DEFAULT_LIMITS);
  const page = pdf.page(1);
  const { words, turned } = page.content();
  assert.deepEqual([page.width, page.height, turned], [200, 400, 90]);
  // Turned clockwise by 90°: the distance from the bottom becomes the one from the left, left becomes top.
  assertNear(words[0]!.box, [50 / 200, 0.1, 8.7 / 200, 27 / 400]);
  const { width, height, channels, data } = page.render(72, 'grey');
  assert.deepEqual([width, height, channels, data.length], [200, 400, 1, 200 * 400]);
  assert.equal(pdf.page(2).content().turned, 270);
  pdf.close();
});

test('words outside the crop box are dropped, and boxes are relative to it', async () => {
  const path = await withPdf(async (document) => {
    const page = await hello(document);
    page.drawText('hidden', { x: 300, y: 150, size: 12 });
    page.setCropBox(20, 20, 200, 100);
  });
  const pdf = await openPdf(path, DEFAULT_LIMITS);
  const page = pdf.page(1);
  const { words } = page.content();
  assert.deepEqual([page.width, page.height], [200, 100]);
  assert.equal(words.map((word) => word.text).join(' '), 'Hello there');
  assertNear(words[0]!.box, [0.1, (120 - 50 - 8.7) / 100, 27 / 200, 8.7 / 100]);
  pdf.close();
});

test('pictures are found, also inside form objects, and drawn', async () => {
  const picture = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#f00' } })
    .png()
    .toBuffer();
  const inner = await PDFDocument.create();
  inner.addPage([100, 100]).drawImage(await inner.embedPng(picture), { x: 0, y: 0, width: 50, height: 50 });
  const path = await withPdf(async (document) => {
    const [form] = await document.embedPdf(await inner.save());
    document.addPage([200, 200]).drawPage(form!, { x: 100, y: 0, width: 100, height: 100 });
  });
  const pdf = await openPdf(path, DEFAULT_LIMITS);
  const { pictures } = pdf.page(1).content();
  assert.equal(pictures.length, 1);
  assertNear(pictures[0]!, [0.5, 0.75, 0.25, 0.25]);
  const { data, width } = pdf.page(1).render(72, 'rgba');
  const at = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
  assert.deepEqual(
    [at(110, 190), at(10, 10)],
    [
      [255, 0, 0],
      [255, 255, 255],
    ],
  );
  pdf.close();
});

test('filled fields of a form have name, value and box', async () => {
  const path = await withPdf((document) => {
    const page = document.addPage([200, 200]);
    const form = document.getForm();
    const name = form.createTextField('name');
    name.setText('Jo Doe');
    name.addToPage(page, { x: 20, y: 150, width: 100, height: 20 });
    const agree = form.createCheckBox('agree');
    agree.addToPage(page, { x: 20, y: 100, width: 10, height: 10 });
    agree.check();
    form.createCheckBox('newsletter').addToPage(page, { x: 20, y: 80, width: 10, height: 10 });
    form.createTextField('left empty').addToPage(page, { x: 20, y: 50, width: 100, height: 20 });
  });
  const pdf = await openPdf(path, DEFAULT_LIMITS);
  const fields = pdf.page(1).fields();
  assert.deepEqual(
    fields.map(({ type, name, value }) => [type, name, value]),
    [
      ['text', 'name', 'Jo Doe'],
      ['checkbox', 'agree', 'yes'],
    ],
  );
  assertNear(fields[0]!.box, [0.1, 0.15, 0.5, 0.1]);
  pdf.close();
});

test('what cannot be opened says why', async () => {
  const throwsCode = (path: string, code: FilemillError['code'], limits = DEFAULT_LIMITS) =>
    assert.rejects(openPdf(path, limits), { code });
  await throwsCode(await save(Buffer.from('%PDF-1.7 and nothing more')), 'file.corrupt');
  const threePages = await withPdf((document) => {
    for (let i = 0; i < 3; i++) document.addPage();
  });
  await throwsCode(threePages, 'document.too_many_pages', { ...DEFAULT_LIMITS, documentPages: 2 });
  await throwsCode(await encrypted(), 'file.encrypted');
});

/** pdf-lib cannot encrypt; pdfium can. */
async function encrypted(): Promise<string> {
  const { api, withMemory } = await loadPdfium();
  const document = api.FPDF_CreateNewDocument();
  api.FPDF_ClosePage(api.FPDFPage_New(document, 0, 100, 100));
  api.EPDF_SetEncryption(document, 'secret', 'owner', 0);
  const writer = api.PDFiumExt_OpenFileWriter();
  api.PDFiumExt_SaveAsCopy(document, writer);
  const size = api.PDFiumExt_GetFileWriterSize(writer);
  const bytes = withMemory(size, (pointer) => {
    api.PDFiumExt_GetFileWriterData(writer, pointer, size);
    return Buffer.from(api.pdfium.HEAPU8.subarray(pointer, pointer + size));
  });
  api.PDFiumExt_CloseFileWriter(writer);
  api.FPDF_CloseDocument(document);
  return save(bytes);
}
