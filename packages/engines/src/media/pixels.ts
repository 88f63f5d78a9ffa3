import { FilemillError } from '@filemill/core';

/** Decoded pixels, upright, 4 bytes (RGBA) each. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

/** How a decoder of our own offers a picture file: sizes first, pixels when asked for. */
export interface PixelSource {
  sizes: { width: number; height: number }[];
  decode(index: number): Promise<Pixels>;
}

/** The error for a picture that no decoder can make sense of. */
export function damagedPicture(cause?: unknown): FilemillError {
  return new FilemillError(
    'file.corrupt',
    'The picture is damaged and cannot be read. If it opens elsewhere, save it again as PNG or JPEG.',
    { cause },
  );
}
