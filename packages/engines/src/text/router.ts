import type { ModelName } from '../models/catalogue.ts';
import { mapLines, sidewaysTurn, turnedSize, turnRect, type Rotation } from './frames.ts';
import { evenOut, isBlank, turn } from './grey.ts';
import { wordsOf, type GreyImage, type Reading } from './reading.ts';
import { modelsFor, openTesseract, type TesseractSetting } from './tesseract.ts';

/** What was read in a picture, and how the picture had to be turned for it. */
export interface Recognition {
  reading: Reading;
  /** Degrees clockwise that make the picture upright. */
  rotation: Rotation;
  /** The picture as it was read: turned upright and, where that helped, evened out. */
  image: GreyImage;
}

/** Reads text in pictures, by whichever engine suits them. */
export interface Recogniser {
  /** Grey pixels in, words out. Throws FilemillError `engine.*`. */
  recognise(image: GreyImage): Promise<Recognition>;
  /** The models that it works with, and whether there was anything to recognise yet. */
  models: ModelName[];
  wasUsed(): boolean;
}

/** Below these a reading is worth a second try. Tuned on the generated set of bench/quality. */
const GOOD = { meanConfidence: 0.9, weakShare: 0.08 };
const WEAK_WORD = 0.6;
/** By how much more a second reading must hold to be believed. */
const CLEARLY_MORE = 1.02;
/** tesseract's own measure of orientation: from here on it is right. */
const SURE_ORIENTATION = 2;

/**
 * Throws FilemillError `engine.missing` for a language without a model.
 *
 * The **router** spends effort where a page needs it, in the order that costs least: most pages are clean and upright
 * and need one pass. Only where the first reading is poor is the page turned, and then evened out, and read again.
 */
export function openRouter(languages: readonly string[], setting: TesseractSetting): Recogniser {
  const models = modelsFor(languages);
  const tesseract = openTesseract(languages, setting);
  let used = false;
  return {
    models,
    wasUsed: () => used,
    async recognise(image) {
      used = true;
      if (isBlank(image)) return { reading: emptyReading(image), rotation: 0, image };
      const read = async (picture: GreyImage, rotation: Rotation): Promise<Recognition> => ({
        reading: await tesseract.read(picture, 'page'),
        rotation,
        image: picture,
      });
      let best = await levelled(await read(image, 0));
      if (isGood(best.reading)) return best;
      const { rotation, confidence } = await tesseract.orient(image);
      if (rotation !== 0 && confidence >= SURE_ORIENTATION) {
        best = better(best, await read(await turn(image, rotation), rotation));
        if (isGood(best.reading)) return best;
      }
      return better(best, await read(await evenOut(best.image), best.rotation));
    },
  };
}

/** tesseract reads lines that run up or down the page as well as level ones: only the frame is to be turned. */
async function levelled(recognition: Recognition): Promise<Recognition> {
  const { reading, image } = recognition;
  const rotation = sidewaysTurn(reading.lines);
  if (rotation === 0) return recognition;
  const lines = mapLines(reading.lines, turnRect(rotation, reading));
  return {
    reading: { ...turnedSize(reading, rotation), skew: reading.skew, lines },
    rotation,
    image: await turn(image, rotation),
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
