import { Worker } from 'node:worker_threads';
import { ERROR_CODES, FilemillError, nameLimit, type Limits } from '@filemill/core';
import { verifiedModel, type ModelName } from '../models/catalogue.ts';
import type { Rotation } from './frames.ts';
import type { GreyImage, ReadLine } from './reading.ts';
import type { TesseractModels, TesseractReply, TesseractTask } from './tesseract-worker.ts';

/** Page segmentation: `page` finds columns and tables, `block` takes all as one column and overlooks nothing. */
export type Segmentation = 'page' | 'block';
const SEGMENTATION = { page: '3', block: '6' } as const satisfies Record<Segmentation, string>;

export interface Orientation {
  /** Degrees to turn the image clockwise to make it upright. */
  rotation: Rotation;
  /** tesseract's own measure: from 2 on it is mostly right, and it has no upper end. */
  confidence: number;
}

/** ISO 639-1 → the models that are installed. */
const MODEL_OF_LANGUAGE: Record<string, string> = {
  en: 'eng',
  de: 'deu',
  fr: 'fra',
  es: 'spa',
  ar: 'ara',
  ja: 'jpn',
  zh: 'chi_sim',
};

/** Names of the model files that reading these languages takes. Throws FilemillError `engine.missing`. */
export function modelsFor(languages: readonly string[]): ModelName[] {
  const names = languages.map((language) => {
    const model = MODEL_OF_LANGUAGE[language];
    if (model) return `tesseract/${model}.traineddata.gz` as ModelName;
    const installed = Object.keys(MODEL_OF_LANGUAGE).join(', ');
    throw new FilemillError(
      'engine.missing',
      `There is no model to read the language "${language}" in pictures. Choose among these: ${installed}.`,
    );
  });
  return [...names, 'tesseract/osd.traineddata.gz'];
}

export interface Tesseract {
  read(image: GreyImage, segmentation: Segmentation): Promise<ReadLine[]>;
  orient(image: GreyImage): Promise<Orientation>;
}

/** One thread with tesseract in it, for the languages it was started with. */
interface Thread {
  languages: string;
  worker: Worker;
}

/** The process's threads that have nothing to do. They stay for the next page, and don't keep the process alive. */
const idle: Thread[] = [];

export interface TesseractSetting {
  limits: Limits;
  /** A folder of models that replace the packaged ones. */
  modelsDir?: string;
}

export function openTesseract(
  languages: readonly string[],
  { limits, modelsDir }: TesseractSetting,
): Tesseract {
  const run = async (task: TesseractTask): Promise<unknown> => {
    const thread = await takeThread(languages, modelsDir);
    const value = await perform(thread, task, limits);
    idle.push(thread); // a thread that failed is not used again
    return value;
  };
  return {
    read: async (image, segmentation) =>
      (await run({ kind: 'read', image, segmentation: SEGMENTATION[segmentation] })) as ReadLine[],
    orient: async (image) => (await run({ kind: 'orient', image })) as Orientation,
  };
}

async function takeThread(wanted: readonly string[], modelsDir?: string): Promise<Thread> {
  const languages = wanted.join('+');
  const at = idle.findIndex((thread) => thread.languages === languages);
  if (at >= 0) return idle.splice(at, 1)[0]!;
  // Each thread holds some 150 MB: those for other languages make room.
  await Promise.all(idle.splice(0).map((thread) => thread.worker.terminate()));
  const worker = new Worker(new URL('./tesseract-worker.ts', import.meta.url), {
    workerData: await modelPaths(wanted, modelsDir),
  });
  worker.unref();
  const thread = { languages, worker };
  const forget = () => idle.includes(thread) && idle.splice(idle.indexOf(thread), 1);
  worker.on('error', forget).on('exit', forget);
  return thread;
}

async function modelPaths(languages: readonly string[], modelsDir?: string): Promise<TesseractModels> {
  const paths = await Promise.all(modelsFor(languages).map((name) => verifiedModel(name, modelsDir)));
  const osd = paths.pop()!;
  return {
    languages: Object.fromEntries(languages.map((code, i) => [MODEL_OF_LANGUAGE[code]!, paths[i]!])),
    osd,
  };
}

function perform({ worker }: Thread, task: TesseractTask, limits: Limits): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const timer = setTimeout(() => {
    const limit = nameLimit('pageSeconds', limits);
    reject(new FilemillError('engine.timeout', `Reading one page took longer than ${limit}.`));
  }, limits.pageSeconds * 1000);
  const onMessage = (reply: TesseractReply) => {
    if ('value' in reply) resolve(reply.value);
    else reject(new FilemillError('engine.failed', ERROR_CODES['engine.failed'], { cause: reply.error }));
  };
  const onError = (cause: unknown) =>
    reject(new FilemillError('engine.crashed', ERROR_CODES['engine.crashed'], { cause }));
  const onExit = (code: number) => onError(`the thread ended with code ${code}`);
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  worker.ref();
  worker.postMessage(task);
  return promise
    .catch((error: unknown) => {
      void worker.terminate();
      throw error;
    })
    .finally(() => {
      clearTimeout(timer);
      worker.unref();
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    });
}
