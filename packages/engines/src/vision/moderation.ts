import type { Box } from '@filemill/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Found } from './boxes.ts';
import { squareView, WHOLE, type Picture } from './picture.ts';
import { loadGraphModules } from './tensorflow.ts';

export interface FoundFlag extends Found {
  category: string;
  severity: 'hint' | 'flag';
}

const TOPOLOGY = 'nsfw-mobilenet-v2-mid/model.min.js';
const SHARDS = [
  'nsfw-mobilenet-v2-mid/group1-shard1of2.min.js',
  'nsfw-mobilenet-v2-mid/group1-shard2of2.min.js',
] as const;
export const MODERATION_MODELS = [TOPOLOGY, ...SHARDS] as const;

/** Side of the square that the net looks at, in pixels. */
const SIDE = 224;

/** The outputs of the net that say something, by their index; 0 (drawing) and 2 (neutral) don't. */
const CATEGORIES = [
  { category: 'explicit drawing', index: 1 },
  { category: 'explicit nudity', index: 3 },
  { category: 'suggestive', index: 4 },
];

/** Probability from which a person should have a look, and from which the net is sure. Suggestive is never more than a hint. */
const HINT = 0.6;
const FLAG = 0.9;

/**
 * Loads the moderation classifier. What it says is a hint for a person who reviews, never a verdict. A picture is
 * reported only when the net says so of the whole and, looking again, of its centre.
 */
export async function loadModerator(modelsDir?: string): Promise<(picture: Picture) => Promise<FoundFlag[]>> {
  const net = await loadGraphModules(TOPOLOGY, SHARDS, modelsDir);

  async function look(picture: Picture, region: Box): Promise<Float32Array> {
    const { pixels } = await squareView(picture, SIDE, { region, fit: 'fill' });
    const output = tf.tidy(() => net.execute(tf.div(pixels, 255)) as tf.Tensor);
    const probabilities = (await output.data()) as Float32Array;
    tf.dispose([pixels, output]);
    return probabilities;
  }

  return async (picture) => {
    const first = await look(picture, WHOLE);
    if (CATEGORIES.every(({ index }) => first[index]! < HINT)) return [];
    const second = await look(picture, centreSquare(picture));
    return judge(first, second);
  };
}

/** The flags on which two looks at a picture agree; each look gives the probabilities of the net's five classes. */
export function judge(first: ArrayLike<number>, second: ArrayLike<number>): FoundFlag[] {
  return CATEGORIES.flatMap(({ category, index }) => {
    const confidence = Math.min(first[index]!, second[index]!);
    if (confidence < HINT) return [];
    const severity = confidence >= FLAG && category !== 'suggestive' ? 'flag' : 'hint';
    return [{ category, severity, confidence, box: WHOLE }];
  });
}

function centreSquare({ width, height }: Picture): Box {
  const side = Math.min(width, height);
  const box = [
    (width - side) / 2 / width,
    (height - side) / 2 / height,
    side / width,
    side / height,
  ] as const;
  return [...box];
}
