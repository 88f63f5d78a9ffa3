import * as tf from '@tensorflow/tfjs-core';
import { loadWeights } from './tensorflow.ts';

/** Side of the square that the net looks at, in pixels. */
export const SSD_SIDE = 512;

export const SSD_MODELS = [
  'face-api/ssd_mobilenetv1_model-weights_manifest.json',
  'face-api/ssd_mobilenetv1_model.bin',
] as const;

/** A convolution with its bias. */
type Layer = { filter: tf.Tensor4D; bias: tf.Tensor1D };

/**
 * The face detector of face-api.js: MobileNetV1 with single-shot heads on six scales. Its weights come without a
 * topology, so the net is put together here.
 */
export type SsdFaceNet = {
  stem: Layer;
  /** Depthwise then pointwise convolution; `stride` is the depthwise one's. */
  blocks: { depthwise: Layer; pointwise: Layer; stride: number }[];
  /** Pairs that make coarser scales: fewer channels, then half the resolution. */
  extras: Layer[];
  /** One for each scale: offsets from the anchors, and what is there (nothing, a face). */
  heads: { offsets: Layer; classes: Layer }[];
  /** [5118, 4]: top, left, bottom, right. */
  anchors: tf.Tensor2D;
};

const STRIDED_BLOCKS = new Set([2, 4, 6, 12]);
/** Besides the last one, the block whose output is the finest scale that is looked at. */
const FINE_BLOCK = 11;
const BATCH_NORM_EPSILON = 0.001;

export async function loadSsdFaceNet(modelsDir?: string): Promise<SsdFaceNet> {
  const weights = await loadWeights(...SSD_MODELS, modelsDir);
  const net = tf.tidy(() => build(weights));
  tf.dispose(weights);
  return net;
}

/**
 * @param pixels RGB in 0..255, [1, 512, 512, 3].
 * @returns boxes [n, 4] as top, left, bottom, right in 0..1 of the square, and how likely [n] each is a face.
 */
export function runSsdFaceNet(
  net: SsdFaceNet,
  pixels: tf.Tensor4D,
): { boxes: tf.Tensor2D; scores: tf.Tensor1D } {
  return tf.tidy(() => {
    const image = tf.sub<tf.Tensor4D>(tf.div(pixels, 127.5), 1);
    const scales = features(net, image);
    const offsets = net.heads.map((head, i) => rows(conv(scales[i]!, head.offsets, 1, 'linear'), 4));
    const classes = net.heads.map((head, i) => rows(conv(scales[i]!, head.classes, 1, 'linear'), 3));
    const face = tf.slice(tf.concat(classes), [0, 1], [-1, 1]);
    return {
      boxes: decodeBoxes(net.anchors, tf.concat(offsets)),
      scores: tf.reshape(tf.sigmoid(face), [-1]),
    };
  });
}

/** The outputs of six scales, fine to coarse. The others are large: each is let go as soon as the next one is made. */
function features(net: SsdFaceNet, image: tf.Tensor4D): tf.Tensor4D[] {
  const scales: tf.Tensor4D[] = [];
  let x = conv(image, net.stem, 2);
  const advance = (next: tf.Tensor4D) => {
    if (!scales.includes(x)) x.dispose();
    x = next;
  };
  for (const [i, { depthwise, pointwise, stride }] of net.blocks.entries()) {
    advance(tf.fused.depthwiseConv2d({ x, ...depthwise, strides: stride, pad: 'same', activation: 'relu6' }));
    advance(conv(x, pointwise, 1));
    if (i + 1 === FINE_BLOCK) scales.push(x);
  }
  scales.push(x);
  for (const [i, layer] of net.extras.entries()) {
    const halves = i % 2 === 1;
    advance(conv(x, layer, halves ? 2 : 1));
    if (halves) scales.push(x);
  }
  return scales;
}

function conv(
  x: tf.Tensor4D,
  layer: Layer,
  strides: number,
  activation: 'relu6' | 'linear' = 'relu6',
): tf.Tensor4D {
  return tf.fused.conv2d({ x, ...layer, strides, pad: 'same', activation });
}

/** Offsets move an anchor's centre by tenths of its size and scale its size by e^(offset ÷ 5). */
function decodeBoxes(anchors: tf.Tensor2D, offsets: tf.Tensor2D): tf.Tensor2D {
  const [start, end] = tf.split(anchors, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  const [shift, growth] = tf.split(offsets, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  const size = tf.sub(end, start);
  const centre = tf.add(tf.div(tf.add(start, end), 2), tf.mul(tf.div(shift, 10), size));
  const half = tf.div(tf.mul(tf.exp(tf.div(growth, 5)), size), 2);
  return tf.concat<tf.Tensor2D>([tf.sub(centre, half), tf.add(centre, half)], 1);
}

function build(weights: tf.NamedTensorMap): SsdFaceNet {
  const get = <T extends tf.Tensor>(name: string): T => {
    const tensor = weights[name];
    if (!tensor) throw new Error(`The weights of the face detector have no ${name}.`);
    return tf.clone(tensor) as T;
  };
  const pointwise = (scope: string, index: number): Layer => ({
    filter: get(`${scope}/Conv2d_${index}_pointwise/weights`),
    bias: get(`${scope}/Conv2d_${index}_pointwise/convolution_bn_offset`),
  });
  /** With the batch normalisation that follows folded in. */
  const depthwise = (index: number): Layer => {
    const scope = `MobilenetV1/Conv2d_${index}_depthwise`;
    const norm = (part: string) => get<tf.Tensor1D>(`${scope}/BatchNorm/${part}`);
    const deviation = tf.sqrt(tf.add(norm('moving_variance'), BATCH_NORM_EPSILON));
    const scale = tf.div<tf.Tensor1D>(norm('gamma'), deviation);
    return {
      filter: tf.mul(get<tf.Tensor4D>(`${scope}/depthwise_weights`), tf.reshape(scale, [1, 1, -1, 1])),
      bias: tf.sub(norm('beta'), tf.mul(norm('moving_mean'), scale)),
    };
  };
  const predictor = (index: number, kind: string): Layer => ({
    filter: get(`Prediction/BoxPredictor_${index}/${kind}/weights`),
    bias: get(`Prediction/BoxPredictor_${index}/${kind}/biases`),
  });
  return {
    stem: pointwise('MobilenetV1', 0),
    blocks: range(1, 13).map((i) => ({
      depthwise: depthwise(i),
      pointwise: pointwise('MobilenetV1', i),
      stride: STRIDED_BLOCKS.has(i) ? 2 : 1,
    })),
    extras: range(0, 7).map((i) => pointwise('Prediction', i)),
    heads: range(0, 5).map((i) => ({
      offsets: predictor(i, 'BoxEncodingPredictor'),
      classes: predictor(i, 'ClassPredictor'),
    })),
    anchors: tf.reshape(get('Output/extra_dim'), [-1, 4]),
  };
}

function rows(x: tf.Tensor4D, width: number): tf.Tensor2D {
  return tf.reshape(x, [-1, width]);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
