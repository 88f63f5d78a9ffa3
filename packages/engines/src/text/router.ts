import type { Limits } from '@filemill/core';
import { evenOut, isBlank, turn } from './grey.ts';
import { wordsOf, type GreyImage, type Reading } from './reading.ts';
import { openTesseract, type Orientation } from './tesseract.ts';

/** What was read in a picture, and how the picture had to be turned for it. */
export interface Recognition {
  reading: Reading;
  /** Degrees clockwise that make the picture upright. */
  rotation: Orientation['rotation'];
}

/** Reads text in pictures, by whichever engine suits them. */
export interface Recogniser {
  recognise(image: GreyImage): Promise<Recognition>;
}

/** Below these a reading is worth a second try. Tuned on the generated set of bench/quality. */
const GOOD = { meanConfidence: 0.9, weakShare: 0.08 };
const WEAK_WORD = 0.6;
/** By how much more a second reading must hold to be believed. */
const CLEARLY_MORE = 1.02;
/** tesseract's own measure of orientation: from here on it is right. */
const SURE_ORIENTATION = 2;

/**
 * The **router** spends effort where a page needs it, in the order that costs least: most pages are clean and upright
 * and need one pass. Only where the first reading is poor is the page turned, and then evened out, and read again.
 */
export function openRouter(languages: readonly string[], limits: Limits): Recogniser {
  const tesseract = openTesseract(languages, limits);
  return {
    async recognise(image) {
      if (isBlank(image)) return { reading: emptyReading(image), rotation: 0 };
      let best: Recognition = { reading: await tesseract.read(image, 'page'), rotation: 0 };
      if (isGood(best.reading)) return best;

      const { rotation, confidence } = await tesseract.orient(image);
      let upright = image;
      if (rotation !== 0 && confidence >= SURE_ORIENTATION) {
        upright = await turn(image, rotation);
        best = better(best, { reading: await tesseract.read(upright, 'page'), rotation });
        if (best.rotation === 0) upright = image;
        if (isGood(best.reading)) return best;
      }
      const even = await tesseract.read(await evenOut(upright), 'page');
      return better(best, { reading: even, rotation: best.rotation });
    },
  };
}

function emptyReading({ width, height }: GreyImage): Reading {
  return { width, height, skew: 0, lines: [] };
}

function isGood(reading: Reading): boolean {
  const words = wordsOf(reading);
  if (words.length === 0) return false;
  const mean = words.reduce((sum, word) => sum + word.confidence, 0) / words.length;
  const weak = words.filter((word) => word.confidence < WEAK_WORD).length;
  return mean >= GOOD.meanConfidence && weak / words.length <= GOOD.weakShare;
}

function better(first: Recognition, second: Recognition): Recognition {
  return sureCharacters(second.reading) > sureCharacters(first.reading) * CLEARLY_MORE ? second : first;
}

function sureCharacters(reading: Reading): number {
  return wordsOf(reading)
    .filter((word) => word.confidence >= WEAK_WORD)
    .reduce((sum, word) => sum + word.text.length, 0);
}
