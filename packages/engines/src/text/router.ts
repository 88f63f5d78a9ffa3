import type { ModelName } from '../models/catalogue.ts';
import { mapLines, sidewaysTurn, turnRect, type Rotation } from './frames.ts';
import { evenOut, isBlank, turn } from './grey.ts';
import { prepare, turnPrepared, type Prepared } from './prepare.ts';
import { withoutKnown, wordsOf, type GreyImage, type ReadLine, type Reading } from './reading.ts';
import { modelsFor, openTesseract, type Tesseract, type TesseractSetting } from './tesseract.ts';
import { believable, isGood, sureCharacters } from './trust.ts';
import { unreadLetters } from './unread.ts';

/** What was read in a picture, and how the picture had to be turned for it. */
export interface Recognition {
  reading: Reading;
  /** Degrees clockwise that make the picture upright. */
  rotation: Rotation;
}

/** Reads text in pictures, by whichever engine suits them. */
export interface Recogniser {
  /** Grey pixels in, words out. Throws FilemillError `engine.*`. */
  recognise(image: GreyImage): Promise<Recognition>;
  /** The models that it works with, and whether there was anything to recognise yet. */
  models: ModelName[];
  wasUsed(): boolean;
}

/** By how much more a second reading must hold to be believed. */
const CLEARLY_MORE = 1.02;
/** tesseract's own measure of orientation: from here on it is right. */
const SURE_ORIENTATION = 2;

/** One way to look at a picture, and what was read that way. */
interface Attempt {
  rotation: Rotation;
  prepared: Prepared;
  lines: ReadLine[];
}

/**
 * The **router** spends effort where a page needs it, in the order that costs least: most pages are clean and upright
 * and need one pass. Only where the first reading is poor is the page turned, and then evened out, and read again.
 *
 * Throws FilemillError `engine.missing` for a language without a model.
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
      if (isBlank(image)) return { reading: nothing(image), rotation: 0 };
      const { rotation, prepared, lines } = await completed(await bestAttempt(image, tesseract), tesseract);
      const reading = {
        lines,
        rulings: prepared.rulings,
        toPage: prepared.toPicture,
        page: prepared.size,
      };
      return { reading, rotation };
    },
  };
}

async function bestAttempt(image: GreyImage, tesseract: Tesseract): Promise<Attempt> {
  const attempt = async (picture: GreyImage, rotation: Rotation): Promise<Attempt> => {
    const prepared = await prepare(picture);
    return { rotation, prepared, lines: await tesseract.read(prepared.image, 'page') };
  };
  let best = await levelled(await attempt(image, 0));
  if (isGood(best.lines)) return best;
  const { rotation, confidence } = await tesseract.orient(image);
  if (rotation !== 0 && rotation !== best.rotation && confidence >= SURE_ORIENTATION) {
    best = better(best, await attempt(await turn(image, rotation), rotation));
    if (isGood(best.lines)) return best;
  }
  const even = { ...best.prepared, image: await evenOut(best.prepared.image) };
  return better(best, { ...best, prepared: even, lines: await tesseract.read(even.image, 'page') });
}

/** tesseract reads lines that run up or down the page as well as level ones: only the frame is to be turned. */
async function levelled(attempt: Attempt): Promise<Attempt> {
  const rotation = sidewaysTurn(attempt.lines);
  if (rotation === 0) return attempt;
  return {
    rotation,
    prepared: await turnPrepared(attempt.prepared, rotation),
    lines: mapLines(attempt.lines, turnRect(rotation, attempt.prepared.image)),
  };
}

function better(first: Attempt, second: Attempt): Attempt {
  return sureCharacters(second.lines) > sureCharacters(first.lines) * CLEARLY_MORE ? second : first;
}

/** Page segmentation overlooks what stands alone, such as a number in a box: it is looked for among the rest of the ink. */
async function completed(attempt: Attempt, tesseract: Tesseract): Promise<Attempt> {
  const lines = believable(attempt.lines);
  const words = wordsOf(lines);
  const rest = words.length > 0 ? unreadLetters(attempt.prepared.image, words) : undefined;
  if (!rest) return { ...attempt, lines };
  const found = believable(await tesseract.read(rest, 'block'));
  return { ...attempt, lines: [...lines, ...withoutKnown(found, words)] };
}

function nothing({ width, height }: GreyImage): Reading {
  const rulings = { horizontal: [], vertical: [] };
  return { lines: [], rulings, toPage: (rect) => rect, page: { width, height } };
}
