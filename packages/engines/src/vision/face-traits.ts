import * as tf from '@tensorflow/tfjs-core';
import type { Box, Face } from '@filemill/core';
import { squareView, type Picture } from './picture.ts';
import { loadGraph } from './tensorflow.ts';

/** What the models guess of a person from the face. A guess that is little better than chance is left out. */
export type FaceTraits = Pick<Face, 'ageGuess' | 'genderGuess' | 'expressionGuess'>;

const AGE_AND_GENDER = ['human/faceres.json', 'human/faceres.bin'] as const;
const EXPRESSION = ['human/emotion.json', 'human/emotion.bin'] as const;
export const TRAIT_MODELS = [...AGE_AND_GENDER, ...EXPRESSION] as const;

const AGE_SIDE = 224;
const EXPRESSION_SIDE = 64;
const EXPRESSIONS = ['angry', 'disgusted', 'afraid', 'happy', 'sad', 'surprised', 'neutral'];

/** Probabilities below which a guess is left out. */
const MIN_GENDER = 0.65;
const MIN_EXPRESSION = 0.5;
/** The confidence of an age is the probability that the net gives to the years so near to it. */
const AGE_MARGIN_YEARS = 5;

/** Loads the nets. The answered function takes a picture and the square around a face. */
export async function loadFaceTraits(
  modelsDir?: string,
): Promise<(picture: Picture, square: Box) => Promise<FaceTraits>> {
  const [ageNet, expressionNet] = await Promise.all([
    loadGraph(...AGE_AND_GENDER, modelsDir),
    loadGraph(...EXPRESSION, modelsDir),
  ]);

  async function ageAndGender(picture: Picture, region: Box): Promise<FaceTraits> {
    const { pixels } = await squareView(picture, AGE_SIDE, { region, fit: 'fill' });
    const outputs = ['age_pred/Softmax:0', 'gender_pred/Sigmoid:0'];
    const [years, male] = ageNet.execute(pixels, outputs) as [tf.Tensor, tf.Tensor];
    const guesses = { ...guessAge(await years.data()), ...guessGender((await male.data())[0]!) };
    tf.dispose([pixels, years, male]);
    return guesses;
  }

  async function expression(picture: Picture, region: Box): Promise<FaceTraits> {
    const { pixels } = await squareView(picture, EXPRESSION_SIDE, { region, fit: 'fill' });
    const output = tf.tidy(() => expressionNet.execute(greyFromMinusOneToOne(pixels)) as tf.Tensor);
    const guess = guessExpression(await output.data());
    tf.dispose([pixels, output]);
    return guess;
  }

  return async (picture, square) => ({
    ...(await ageAndGender(picture, square)),
    ...(await expression(picture, square)),
  });
}

/** @param probabilities of each age in years, from 0. */
export function guessAge(probabilities: ArrayLike<number>): FaceTraits {
  const ages = Array.from(probabilities);
  const years = ages.reduce((sum, probability, age) => sum + probability * age, 0);
  const confidence = ages.reduce(
    (sum, probability, age) => (Math.abs(age - years) <= AGE_MARGIN_YEARS ? sum + probability : sum),
    0,
  );
  return { ageGuess: { years: Math.round(years), confidence: Math.min(1, confidence) } };
}

/** @param male probability. */
export function guessGender(male: number): FaceTraits {
  const confidence = Math.max(male, 1 - male);
  if (confidence < MIN_GENDER) return {};
  return { genderGuess: { value: male > 0.5 ? 'male' : 'female', confidence } };
}

/** @param probabilities of the expressions, in the order of the net. */
export function guessExpression(probabilities: ArrayLike<number>): FaceTraits {
  const all = Array.from(probabilities);
  const confidence = Math.max(...all);
  if (confidence < MIN_EXPRESSION) return {};
  return { expressionGuess: { value: EXPRESSIONS[all.indexOf(confidence)]!, confidence } };
}

function greyFromMinusOneToOne(pixels: tf.Tensor4D): tf.Tensor {
  const grey = tf.sum(tf.mul(pixels, tf.tensor1d([0.2989, 0.587, 0.114])), 3, true);
  return tf.sub(tf.div(grey, 127.5), 1);
}
