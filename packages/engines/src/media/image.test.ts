import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { deflateSync, crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { DEFAULT_LIMITS } from '@filemill/core';
import { openImage } from './image.ts';

let dir: string;
before(async () => (dir = await mkdtemp(join(tmpdir(), 'filemill-image-'))));
after(() => rm(dir, { recursive: true }));

/** 60 × 40: the left half red, the right half blue. */
const flag = () =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: '#0000ff' } }).composite([
    {
      input: { create: { width: 30, height: 40, channels: 3, background: '#ff0000' } },
      left: 0,
      top: 0,
    },
  ]);

async function store(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return path;
}

/** Colour of the pixel at (x, y), rounded to a multiple of 85 a channel, so that lossy formats compare equal. */
async function colourAt(picture: Sharp, x: number, y: number): Promise<string> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  assert.equal(info.channels, 3);
  const at = (y * info.width + x) * 3;
  return [...data.subarray(at, at + 3)].map((v) => Math.round(v / 85)).join('');
}

for (const [format, mediaType] of [
  ['png', 'image/png'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['avif', 'image/avif'],
  ['tiff', 'image/tiff'],
] as const) {
  test(`reads ${mediaType}`, async () => {
    const path = await store(`flag.${format}`, await flag().toFormat(format).toBuffer());
    const image = await openImage(path, mediaType, DEFAULT_LIMITS);
    assert.deepEqual([image.pages, image.width, image.height], [1, 60, 40]);
    assert.equal(await colourAt(await image.page(1), 10, 20), '300');
    assert.equal(await colourAt(await image.page(1), 50, 20), '003');
  });
}

test('reads image/heic', async () => {
  const path = await store('flag.heic', Buffer.from(HEIC_FLAG, 'base64'));
  const image = await openImage(path, 'image/heic', DEFAULT_LIMITS);
  assert.deepEqual([image.pages, image.width, image.height], [1, 64, 48]);
  assert.equal(await colourAt(await image.page(1), 10, 20), '300');
  assert.equal(await colourAt(await image.page(1), 50, 20), '003');
});

test('reads each page of a TIFF', async () => {
  const page = (background: string) =>
    sharp({ create: { width: 6, height: 4, channels: 3, background } })
      .png()
      .toBuffer();
  const both = sharp([await page('#f00'), await page('#00f')], { join: { animated: true } });
  const image = await openImage(
    await store('two.tiff', await both.tiff().toBuffer()),
    'image/tiff',
    DEFAULT_LIMITS,
  );
  assert.equal(image.pages, 2);
  assert.equal(await colourAt(await image.page(1), 1, 1), '300');
  assert.equal(await colourAt(await image.page(2), 1, 1), '003');
});

test('an animation is its first frame', async () => {
  const frame = (background: string) =>
    sharp({ create: { width: 6, height: 4, channels: 3, background } })
      .png()
      .toBuffer();
  const both = sharp([await frame('#f00'), await frame('#00f')], { join: { animated: true } });
  const image = await openImage(
    await store('two.gif', await both.gif().toBuffer()),
    'image/gif',
    DEFAULT_LIMITS,
  );
  assert.deepEqual([image.pages, image.height], [1, 4]);
  assert.equal(await colourAt(await image.page(1), 1, 1), '300');
});

test('turns a picture upright by its EXIF orientation', async () => {
  const path = await store('turned.jpg', await flag().jpeg().withMetadata({ orientation: 6 }).toBuffer());
  const image = await openImage(path, 'image/jpeg', DEFAULT_LIMITS);
  assert.deepEqual([image.width, image.height], [40, 60]);
  assert.equal(await colourAt(await image.page(1), 20, 10), '300');
  assert.equal(await colourAt(await image.page(1), 20, 50), '003');
});

test('lays transparent pixels on white', async () => {
  const clear = sharp({ create: { width: 4, height: 4, channels: 4, background: '#0000' } });
  const image = await openImage(
    await store('clear.png', await clear.png().toBuffer()),
    'image/png',
    DEFAULT_LIMITS,
  );
  assert.equal(await colourAt(await image.page(1), 1, 1), '333');
});

test('reads what is there of a truncated JPEG', async () => {
  const whole = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#f00' } })
    .jpeg({ quality: 100 })
    .toBuffer();
  const path = await store('half.jpg', whole.subarray(0, whole.length * 0.6));
  const image = await openImage(path, 'image/jpeg', DEFAULT_LIMITS);
  assert.equal(await colourAt(await image.page(1), 10, 10), '300');
});

test('refuses a picture of 60,000 × 60,000 pixels from its header and names the limit', async () => {
  const path = await store('huge.png', emptyPng(60_000, 60_000));
  await assert.rejects(openImage(path, 'image/png', DEFAULT_LIMITS), {
    code: 'image.too_large',
    message: /60,000 × 60,000.*300 megapixels \(FILEMILL_LIMIT_IMAGE_MEGAPIXELS\)/,
  });
});

test('reports bytes that are no picture as corrupt', async () => {
  const path = await store('noise.png', Buffer.from('\x89PNG\r\n\x1a\nnot really'));
  await assert.rejects(openImage(path, 'image/png', DEFAULT_LIMITS), { code: 'file.corrupt' });
});

/** A PNG that claims a size and has almost no data: enough for whoever decodes before looking at the header. */
function emptyPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The flag in 64 × 48, encoded with libheif and x265. */
const HEIC_FLAG =
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAA' +
  'AAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAAIcAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAAB' +
  'AABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADw' +
  'NgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAA' +
  'AAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcA' +
  'AAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWB' +
  'AgMFhAAAAI9tZGF0AAAAgygBrwngPfMi///yPzf//LDOy/vFxFe//8dbw7/Ulg//5BV6YSgwK4fJZOV/OjuvTe0nzR' +
  'SLF6VXROUsfyV5YE0dz5ScPKu0k7mrR5Zm03rO8lbypFTqxOw5etvY1hyVJ2YWxFMxWkiECHU6E8t7/aXrC6g/pw39' +
  '+aqK+UFz2Mj7hoeO';
