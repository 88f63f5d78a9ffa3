import type { Box } from '@filemill/core';
import * as tf from '@tensorflow/tfjs-core';
import { clipBox, suppressOverlaps, type Found } from './boxes.ts';
import { COCO_CLASSES } from './coco.ts';
import { squareView, type Picture } from './picture.ts';
import { loadGraph } from './tensorflow.ts';

export interface FoundObject extends Found {
  /** One of the COCO classes. */
  name: string;
}

export const OBJECT_MODELS = ['human/centernet.json', 'human/centernet.bin'] as const;

/** Side of the square that the net looks at, in pixels. */
const SIDE = 512;

/**
 * Confidence from which an object is reported. The net is shy: at 0.4 most of what it says is right. People are the
 * class that it knows best, and half hidden ones seldom get more than 0.3.
 */
const MIN_CONFIDENCE = 0.4;
const MIN_CONFIDENCE_PERSON = 0.3;

/** Boxes that overlap more than this are the same thing, also when the net gives them different names. */
const SAME_THING = 0.5;

/** Loads the CenterNet object detector. */
export async function loadObjectDetector(
  modelsDir?: string,
): Promise<(picture: Picture) => Promise<FoundObject[]>> {
  const net = await loadGraph(...OBJECT_MODELS, modelsDir);
  return async (picture) => {
    const view = await squareView(picture, SIDE);
    const output = net.execute(view.pixels, 'tower_0/detections') as tf.Tensor3D;
    const rows = await tf.squeeze<tf.Tensor2D>(output, [0]).array();
    tf.dispose([view.pixels, output]);
    return suppressOverlaps(rows.map((row) => readRow(row, view.toPicture)).filter(isSure), SAME_THING);
  };
}

/** A row of the output: left, top, right, bottom in pixels of the square, confidence, class. */
function readRow(row: number[], toPicture: (box: Box) => Box): FoundObject {
  const [left, top, right, bottom, confidence, index] = row as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const box: Box = [left / SIDE, top / SIDE, (right - left) / SIDE, (bottom - top) / SIDE];
  return { name: COCO_CLASSES[index]!, confidence, box: clipBox(toPicture(box)) };
}

function isSure({ name, confidence }: FoundObject): boolean {
  return confidence >= (name === 'person' ? MIN_CONFIDENCE_PERSON : MIN_CONFIDENCE);
}
