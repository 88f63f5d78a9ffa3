import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { DEFAULT_LIMITS, MediaInfo, type Limits } from '@filemill/core';
import type { RoomContext } from '../room.ts';
import { docxParts } from '../documents/office.fixture.ts';
import { zip } from '../documents/zip.fixture.ts';
import { inspect, run } from './room.ts';

let dir: string;
before(async () => (dir = await mkdtemp(join(tmpdir(), 'filemill-media-'))));
after(() => rm(dir, { recursive: true }));

const contextOf = (limits: Partial<Limits> = {}): RoomContext => ({
  limits: { ...DEFAULT_LIMITS, ...limits },
  cores: 1,
  signal: new AbortController().signal,
  withCore: (work) => work(),
  progress: () => {},
});

async function store(content: string | Uint8Array): Promise<string> {
  const path = join(dir, 'file');
  await writeFile(path, content);
  return path;
}

const look = async (content: string | Uint8Array, limits?: Partial<Limits>) =>
  MediaInfo.parse(await inspect({ path: await store(content), name: 'file' }, contextOf(limits)));

/** Names of the previews, with width and height. */
async function preview(content: Uint8Array): Promise<Record<string, string>> {
  const path = await store(content);
  const media = await inspect({ path, name: 'file' }, contextOf());
  const outDir = await mkdtemp(join(dir, 'out-'));
  const request = { path, name: 'file', media, analyses: [], options: {}, outDir };
  const { previews = [] } = await run(request, contextOf());
  assert.deepEqual((await readdir(outDir)).toSorted(), previews.map(({ name }) => name).toSorted());
  const sizes = previews.map(async (file) => {
    const { width, height } = await sharp(file.path).metadata();
    return [file.name, `${width} × ${height}`];
  });
  return Object.fromEntries(await Promise.all(sizes));
}

const picture = (width: number, height: number, background = '#08f') =>
  sharp({ create: { width, height, channels: 3, background } });

async function pdf(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let i = 0; i < pages; i++) document.addPage([300, 400]);
  return document.save({ useObjectStreams: false });
}

/** Silence, 8 kHz, 16 bits. */
function wav(seconds: number): Buffer {
  const header = Buffer.alloc(44);
  const bytes = seconds * 16_000;
  header.write('RIFF');
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, Buffer.alloc(bytes)]);
}

test('a file is described by its content', async () => {
  assert.deepEqual(await look('hello'), {
    kind: 'document',
    mediaType: 'text/plain',
    size: 5,
    sha256: createHash('sha256').update('hello').digest('hex'),
  });
  const { kind, pages } = await look(await pdf(3));
  assert.deepEqual([kind, pages], ['document', 3]);
  const turned = await look(await picture(60, 40).jpeg().withMetadata({ orientation: 6 }).toBuffer());
  assert.deepEqual([turned.kind, turned.width, turned.height], ['image', 40, 60]);
  const { mediaType, duration, audioCodec, videoCodec } = await look(wav(2));
  assert.deepEqual([mediaType, duration, audioCodec, videoCodec], ['audio/wav', 2, 'pcm_s16le', undefined]);
});

for (const [what, make, limits, code, message] of [
  [
    'a file of too many bytes',
    () => 'x'.repeat(2e6),
    { fileMegabytes: 1 },
    'file.too_large',
    /1 MB \(FILEMILL/,
  ],
  [
    'a PDF of too many pages',
    () => pdf(3),
    { documentPages: 2 },
    'document.too_many_pages',
    /2 pages \(FILEMILL/,
  ],
  ['a long recording', () => wav(60), { mediaHours: 0.01 }, 'media.too_long', /0\.01 hours \(FILEMILL/],
  [
    'a big picture',
    () => picture(2000, 1000).png().toBuffer(),
    { imageMegapixels: 1 },
    'image.too_large',
    /1 megap/,
  ],
] as const) {
  test(`${what} ends in ${code}, which names the limit`, async () => {
    await assert.rejects(async () => look(await make(), limits), { code, message });
  });
}

test('a PDF without its end is still read', async () => {
  const whole = Buffer.from(await pdf(2));
  assert.equal((await look(whole.subarray(0, whole.lastIndexOf('startxref')))).pages, 2);
});

test('damaged files end in file.corrupt', async () => {
  await assert.rejects(look('%PDF-1.7\nand nothing else'), { code: 'file.corrupt' });
  await assert.rejects(look(zip(docxParts('')).subarray(0, 300)), { code: 'file.corrupt' });
  await assert.rejects(look(wav(1).subarray(0, 20)), { code: 'file.corrupt' });
});

for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const) {
  test(`the first bytes of a ${format} picture end in file.corrupt`, async () => {
    const whole = await picture(200, 100).toFormat(format).toBuffer();
    await assert.rejects(look(whole.subarray(0, 24)), { code: 'file.corrupt' });
  });
}

test('looking into gigabytes of nothing needs no memory', async () => {
  const path = await store('x\n'.repeat(100));
  await truncate(path, 3e9); // sparse: it takes no room on the disk
  const before = process.memoryUsage().rss;
  await assert.rejects(inspect({ path, name: 'log.txt' }, contextOf()), { code: 'file.unsupported' });
  assert.ok(process.memoryUsage().rss - before < 200e6);
});

test('previews of pictures: a thumbnail, and pages where a browser cannot show the original', async () => {
  assert.deepEqual(await preview(await picture(1600, 800).png().toBuffer()), {
    'thumbnail.webp': '480 × 240',
  });
  assert.deepEqual(await preview(await picture(20, 10).png().toBuffer()), { 'thumbnail.webp': '20 × 10' });
  assert.deepEqual(await preview(await picture(4800, 2400).tiff().toBuffer()), {
    'thumbnail.webp': '480 × 240',
    'page-1.webp': '2400 × 1200',
  });
});

test('previews of videos: the first frame', async () => {
  const film = new URL('../../../../samples/short-film.mp4', import.meta.url);
  assert.deepEqual(await preview(await readFile(film)), { 'thumbnail.webp': '480 × 270' });
});

test('previews of documents: the first page of a PDF, none of text', async () => {
  assert.deepEqual(await preview(await pdf(2)), { 'thumbnail.webp': '250 × 333' });
  assert.deepEqual(await preview(Buffer.from('text')), {});
});
