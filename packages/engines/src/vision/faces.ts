import type { Box } from '@filemill/core';
import * as tf from '@tensorflow/tfjs-core';
import { clipBox, suppressOverlaps, type Found } from './boxes.ts';
import { loadFaceTraits, TRAIT_MODELS, type FaceTraits } from './face-traits.ts';
import { squareView, WHOLE, type Picture } from './picture.ts';
import { loadSsdFaceNet, runSsdFaceNet, SSD_MODELS, SSD_SIDE, type SsdFaceNet } from './ssd-face.ts';
import { loadGraph } from './tensorflow.ts';

export interface FoundFace extends Found {
  traits: FaceTraits;
}

const MESH = ['human/facemesh.json', 'human/facemesh.bin'] as const;
export const FACE_MODELS = [...SSD_MODELS, ...MESH, ...TRAIT_MODELS] as const;

/** Side of the square that the mesh net looks at, in pixels, and how much larger than the face that square is. */
const MESH_SIDE = 192;
const MESH_MARGIN = 1.5;
const TRAITS_MARGIN = 1.1;

/**
 * The detector sees faces where there are none (a cat at 0.92) and real ones at 0.21, so what it finds is shown to a
 * second net, which tells the two apart: real faces get 0.6 or more of it, the others 0.25 or less.
 */
const MIN_CANDIDATE = 0.2;
const MIN_AGREEMENT = 0.5;

/** Confidence (of both nets together) from which a face is reported. */
const MIN_CONFIDENCE = 0.4;

const SAME_FACE = 0.4;

/** Lower faces than this, in pixels, are noise as often as faces. */
const MIN_HEIGHT = 16;
/** Lower faces show too little to guess anything of the person. */
const MIN_HEIGHT_FOR_TRAITS = 48;

/** A face lower than this part of the picture hints at others that are too small to be seen in the whole. */
const SMALL_FACE = 0.12;
/** Four overlapping quarters, for pictures of which the detector would otherwise see less than half the pixels. */
const QUARTERS: Box[] = [0, 0.4].flatMap((top) => [0, 0.4].map((left): Box => [left, top, 0.6, 0.6]));

/** Loads the face detector and the nets that look at what it found. */
export async function loadFaceDetector(
  modelsDir?: string,
): Promise<(picture: Picture) => Promise<FoundFace[]>> {
  const [detector, mesh, traitsOf] = await Promise.all([
    loadSsdFaceNet(modelsDir),
    loadGraph(...MESH, modelsDir),
    loadFaceTraits(modelsDir),
  ]);

  /** How sure the mesh net is that there is a face. */
  async function agreement(picture: Picture, box: Box): Promise<number> {
    const region = squareAround(box, picture, MESH_MARGIN);
    const { pixels } = await squareView(picture, MESH_SIDE, { region, fit: 'fill' });
    const output = tf.tidy(() => mesh.execute(tf.div(pixels, 255), 'Identity_1:0') as tf.Tensor);
    const [confidence] = await output.data();
    tf.dispose([pixels, output]);
    return confidence!;
  }

  return async (picture) => {
    const faces: FoundFace[] = [];
    for (const candidate of await findCandidates(detector, picture)) {
      const { box } = candidate;
      const height = box[3] * picture.height;
      if (height < MIN_HEIGHT) continue;
      const agreed = await agreement(picture, box);
      const confidence = Math.sqrt(candidate.confidence * agreed);
      if (agreed < MIN_AGREEMENT || confidence < MIN_CONFIDENCE) continue;
      const readable = height >= MIN_HEIGHT_FOR_TRAITS;
      const traits = readable ? await traitsOf(picture, squareAround(box, picture, TRAITS_MARGIN)) : {};
      faces.push({ box: clipBox(box), confidence, traits });
    }
    return faces;
  };
}

/** Looks at the whole picture, and at its quarters when it is large and has small faces. */
async function findCandidates(detector: SsdFaceNet, picture: Picture): Promise<Found[]> {
  const whole = await detect(detector, picture, WHOLE);
  const isLarge = Math.max(picture.width, picture.height) > 2 * SSD_SIDE;
  if (!isLarge || whole.every(({ box }) => box[3] > SMALL_FACE)) return whole;
  const found = [...whole];
  for (const quarter of QUARTERS) found.push(...(await detect(detector, picture, quarter)));
  return suppressOverlaps(found, SAME_FACE);
}

async function detect(detector: SsdFaceNet, picture: Picture, region: Box): Promise<Found[]> {
  const view = await squareView(picture, SSD_SIDE, { region });
  const { boxes, scores } = runSsdFaceNet(detector, view.pixels);
  const [corners, confidences] = await Promise.all([boxes.array(), scores.data()]);
  tf.dispose([view.pixels, boxes, scores]);
  const candidates = corners.flatMap((corner, i) => {
    const confidence = confidences[i]!;
    if (confidence < MIN_CANDIDATE) return [];
    const [top, left, bottom, right] = corner as [number, number, number, number];
    return [{ box: view.toPicture([left, top, right - left, bottom - top]), confidence }];
  });
  return suppressOverlaps(candidates, SAME_FACE);
}

/** The square, in pixels of the picture, around a box's centre; cut at the picture's edges. */
function squareAround(box: Box, { width, height }: Picture, margin: number): Box {
  const side = Math.max(box[2] * width, box[3] * height) * margin;
  const w = side / width;
  const h = side / height;
  return clipBox([box[0] + (box[2] - w) / 2, box[1] + (box[3] - h) / 2, w, h]);
}
