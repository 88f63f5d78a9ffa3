import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBmp } from './bmp.ts';

interface Bitmap {
  width: number;
  /** Negative for top-down. */
  height: number;
  bits: number;
  compression?: number;
  /** Bytes between header and pixels: a palette (blue, green, red, 0) or masks. */
  table?: number[];
  pixels: number[];
}

function bmp({ width, height, bits, compression = 0, table = [], pixels }: Bitmap): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + table.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(compression, 30);
  return Buffer.concat([header, Buffer.from(table), Buffer.from(pixels)]);
}

/** Rows of pixels as letters. */
async function show(file: Buffer): Promise<string[]> {
  const { width, height, data } = await decodeBmp(file).decode(0);
  const names: Record<string, string> = { '255,0,0': 'R', '0,0,255': 'B', '255,255,255': 'w', '0,0,0': 'k' };
  const pixel = (i: number) => names[data.subarray(i * 4, i * 4 + 3).join()] ?? '?';
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => pixel(y * width + x)).join(''),
  );
}

const PALETTE = [...[255, 0, 0, 0], ...[0, 0, 255, 0]]; // 0 is blue, 1 is red
const RED = [0, 0, 255];
const BLUE = [255, 0, 0];

for (const [what, bitmap, expected] of [
  [
    '24 bits, bottom up, padded rows',
    { width: 1, height: 2, bits: 24, pixels: [...RED, 0, ...BLUE, 0] },
    ['B', 'R'],
  ],
  ['24 bits, top down', { width: 1, height: -2, bits: 24, pixels: [...RED, 0, ...BLUE, 0] }, ['R', 'B']],
  ['32 bits', { width: 2, height: 1, bits: 32, pixels: [...RED, 0, ...BLUE, 0] }, ['RB']],
  ['16 bits, 5-5-5', { width: 2, height: 1, bits: 16, pixels: [0x00, 0x7c, 0x1f, 0x00] }, ['RB']],
  [
    '16 bits by masks, 5-6-5',
    {
      ...{ width: 2, height: 1, bits: 16, compression: 3, pixels: [0x00, 0xf8, 0x1f, 0x00] },
      table: [0, 0xf8, 0, 0, 0xe0, 7, 0, 0, 0x1f, 0, 0, 0],
    },
    ['RB'],
  ],
  ['8 bits', { width: 3, height: 1, bits: 8, table: PALETTE, pixels: [1, 0, 1, 0] }, ['RBR']],
  ['4 bits', { width: 3, height: 1, bits: 4, table: PALETTE, pixels: [0x10, 0x10, 0, 0] }, ['RBR']],
  ['1 bit', { width: 3, height: 1, bits: 1, table: PALETTE, pixels: [0b10100000, 0, 0, 0] }, ['RBR']],
  [
    '8 bits in runs',
    {
      ...{ width: 4, height: 2, bits: 8, compression: 1, table: PALETTE },
      pixels: [2, 1, 2, 0, 0, 0, /* literals */ 0, 3, 1, 0, 1, 0, /* end */ 0, 1],
    },
    ['RBRw', 'RRBB'],
  ],
  [
    '4 bits in runs, with a jump',
    {
      ...{ width: 4, height: 2, bits: 4, compression: 2, table: PALETTE },
      pixels: [3, 0x10, /* jump */ 0, 2, 0, 1, 1, 0x00, 0, 1],
    },
    ['wwwB', 'RBRw'],
  ],
  [
    'a file cut short: missing rows are white',
    { width: 1, height: 2, bits: 24, pixels: [...RED, 0] },
    ['w', 'R'],
  ],
] as [string, Bitmap, string[]][]) {
  test(what, async () => {
    assert.deepEqual(await show(bmp(bitmap)), expected);
  });
}

for (const [what, file] of [
  ['nothing behind the signature', Buffer.from('BM')],
  ['a width of zero', bmp({ width: 0, height: 1, bits: 24, pixels: [] })],
  ['seven bits a pixel', bmp({ width: 1, height: 1, bits: 7, pixels: [] })],
  ['an unknown compression', bmp({ width: 1, height: 1, bits: 24, compression: 9, pixels: [] })],
] as const) {
  test(`${what} ends in file.corrupt`, () => {
    assert.throws(() => decodeBmp(file), { code: 'file.corrupt' });
  });
}
