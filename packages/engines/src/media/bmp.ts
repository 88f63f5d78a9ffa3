import { damagedPicture, type PixelSource } from './pixels.ts';

/**
 * Windows bitmaps, which sharp doesn't read: 1, 4, 8, 16, 24 and 32 bits a pixel, palettes, colour masks, run-length
 * coding, bottom-up or top-down. Missing rows of a truncated file stay white.
 */
export function decodeBmp(file: Buffer): PixelSource {
  const header = readHeader(file);
  const { width, height } = header;
  return { sizes: [{ width, height }], decode: async () => ({ width, height, data: paint(file, header) }) };
}

const RGB = 0;
const RLE8 = 1;
const RLE4 = 2;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;

interface Header {
  width: number;
  height: number;
  topDown: boolean;
  bits: number;
  compression: number;
  /** Offset of the first pixel. */
  pixels: number;
  /** RGBA of each palette index, or none. */
  palette: number[][];
  /** Bit masks of red, green, blue and alpha. */
  masks: number[];
}

function readHeader(file: Buffer): Header {
  if (file.length < 26) throw damagedPicture();
  const size = file.readUInt32LE(14);
  if (size === 12) {
    // the OS/2 form has 16-bit sizes and a palette of three bytes a colour
    const bits = file.readUInt16LE(24);
    const [width, height] = [file.readUInt16LE(18), file.readUInt16LE(20)];
    return check({ width, height, topDown: false, bits, compression: RGB, ...colours(file, bits, 26, 3) });
  }
  if (file.length < 14 + Math.max(size, 40)) throw damagedPicture();
  const rows = file.readInt32LE(22);
  const bits = file.readUInt16LE(28);
  const compression = file.readUInt32LE(30);
  const masked = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  const masksAfterHeader = masked && size === 40 ? (compression === BITFIELDS ? 12 : 16) : 0;
  const header = {
    width: file.readInt32LE(18),
    height: Math.abs(rows),
    topDown: rows < 0,
    bits,
    compression,
    ...colours(file, bits, 14 + size + masksAfterHeader, 4, file.readUInt32LE(46)),
  };
  if (masked) header.masks = [0, 1, 2, 3].map((i) => (i < 3 || size > 52 ? readMask(file, 54 + 4 * i) : 0));
  return check(header);
}

function readMask(file: Buffer, offset: number): number {
  return offset + 4 <= file.length ? file.readUInt32LE(offset) : 0;
}

function colours(file: Buffer, bits: number, offset: number, entry: 3 | 4, used = 0) {
  const palette: number[][] = [];
  const count = bits <= 8 ? Math.min(used || 2 ** bits, 2 ** bits) : 0;
  for (let i = 0; i < count && offset + entry * (i + 1) <= file.length; i++) {
    const [blue = 0, green = 0, red = 0] = file.subarray(offset + entry * i);
    palette.push([red, green, blue, 255]);
  }
  const masks = bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];
  return { palette, masks, pixels: file.readUInt32LE(10) };
}

function check(header: Header): Header {
  const { width, height, bits, compression } = header;
  const known =
    compression === RGB ||
    (compression === RLE8 && bits === 8) ||
    (compression === RLE4 && bits === 4) ||
    ((compression === BITFIELDS || compression === ALPHA_BITFIELDS) && (bits === 16 || bits === 32));
  if (width < 1 || height < 1 || !known || ![1, 4, 8, 16, 24, 32].includes(bits)) throw damagedPicture();
  return header;
}

function paint(file: Buffer, header: Header): Uint8Array {
  const { width, height, topDown } = header;
  const out = new Uint8Array(width * height * 4).fill(255);
  const put = (x: number, row: number, colour: readonly number[]) => {
    if (x < width && row < height) out.set(colour, ((topDown ? row : height - 1 - row) * width + x) * 4);
  };
  if (header.compression === RLE8 || header.compression === RLE4) paintRuns(file, header, put);
  else paintRows(file, header, put);
  return out;
}

type Put = (x: number, row: number, colour: readonly number[]) => void;
const BLACK = [0, 0, 0, 255];

function paintRows(file: Buffer, { width, height, bits, pixels, palette, masks }: Header, put: Put): void {
  const stride = Math.ceil((width * bits) / 32) * 4; // rows are padded to 4 bytes
  const channels = masks.map(channel);
  const bytes = bits / 8;
  const colour = [0, 0, 0, 255];
  for (let row = 0; row < height; row++) {
    const start = pixels + row * stride;
    if (start + stride > file.length) return;
    for (let x = 0; x < width; x++) {
      if (bits <= 8) {
        const shift = 8 - bits - ((x * bits) % 8);
        const index = (file[start + Math.floor(x * bytes)]! >> shift) & (2 ** bits - 1);
        put(x, row, palette[index] ?? BLACK);
        continue;
      }
      const value = file.readUIntLE(start + x * bytes, bytes);
      for (let c = 0; c < 4; c++) colour[c] = channels[c]!(value);
      put(x, row, colour);
    }
  }
}

/** Reads one channel of a pixel by its mask as 0..255; without a mask the channel is full. */
function channel(mask: number): (value: number) => number {
  if (mask === 0) return () => 255;
  const shift = 31 - Math.clz32(mask & -mask);
  const max = mask >>> shift;
  return (value) => Math.round((((value & mask) >>> shift) * 255) / max);
}

/** Run-length coding: (count, index) pairs, and after a 0: end of row, end of picture, a jump, or literal indices. */
function paintRuns(file: Buffer, { bits, pixels, palette }: Header, put: Put): void {
  const indexAt = (at: number, i: number) =>
    bits === 8 ? file[at + i]! : (file[at + (i >> 1)]! >> (i % 2 ? 0 : 4)) & 15;
  let [x, row, at] = [0, 0, pixels];
  while (at + 2 <= file.length) {
    const count = file[at]!;
    const value = file[at + 1]!;
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++)
        put(x++, row, palette[bits === 8 ? value : (value >> (i % 2 ? 0 : 4)) & 15] ?? BLACK);
    } else if (value === 0) {
      [x, row] = [0, row + 1];
    } else if (value === 1) {
      return;
    } else if (value === 2) {
      x += file[at] ?? 0;
      row += file[at + 1] ?? 0;
      at += 2;
    } else {
      const length = Math.ceil((value * bits) / 8);
      if (at + length > file.length) return;
      for (let i = 0; i < value; i++) put(x++, row, palette[indexAt(at, i)] ?? BLACK);
      at += length + (length % 2); // literals are padded to 2 bytes
    }
  }
}
