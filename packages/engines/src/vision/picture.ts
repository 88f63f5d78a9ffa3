import type { Box } from '@filemill/core';
import * as tf from '@tensorflow/tfjs-core';
import sharp, { type Sharp } from 'sharp';

/** Pixels of an upright picture, or of a frame of a video. */
export interface Picture {
  width: number;
  height: number;
  /** 3 bytes a pixel, row by row. */
  rgb: Uint8Array;
}

/** What a net is shown: a part of a picture, as a square. */
export interface View {
  /** RGB in 0..255, [1, side, side, 3]. To be disposed. */
  pixels: tf.Tensor4D;
  /** From 0..1 of the square to 0..1 of the picture. */
  toPicture(box: Box): Box;
}

/** Longer side to which pictures are made smaller: enough for the faces of a large group. */
const MAX_PIXELS = 2048;

export const WHOLE: Box = [0, 0, 1, 1];

/** Decodes an upright sRGB picture, making a large one smaller. */
export async function decodePicture(image: Sharp): Promise<Picture> {
  const { data, info } = await image
    .resize(MAX_PIXELS, MAX_PIXELS, { fit: 'inside', withoutEnlargement: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

/**
 * A part of the picture as a square of `side` pixels. `contain` keeps its proportions and leaves the right or lower rest
 * of the square grey; `fill` stretches it.
 */
export async function squareView(
  picture: Picture,
  side: number,
  { region = WHOLE, fit = 'contain' }: { region?: Box; fit?: 'contain' | 'fill' } = {},
): Promise<View> {
  const { width, height } = picture;
  const left = Math.floor(region[0] * width);
  const top = Math.floor(region[1] * height);
  const part = {
    left,
    top,
    width: Math.max(1, Math.min(width - left, Math.round(region[2] * width))),
    height: Math.max(1, Math.min(height - top, Math.round(region[3] * height))),
  };
  const rgb = await sharp(picture.rgb, { raw: { width, height, channels: 3 } })
    .extract(part)
    .resize(side, side, { fit, position: 'left top', background: '#777' })
    .raw()
    .toBuffer();
  const longer = Math.max(part.width, part.height);
  const scaleX = (fit === 'fill' ? part.width : longer) / width;
  const scaleY = (fit === 'fill' ? part.height : longer) / height;
  return {
    pixels: tf.tensor4d(new Float32Array(rgb), [1, side, side, 3]),
    toPicture: ([x, y, w, h]) => [
      left / width + x * scaleX,
      top / height + y * scaleY,
      w * scaleX,
      h * scaleY,
    ],
  };
}
