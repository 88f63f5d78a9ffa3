/** A thread that holds one tesseract: WebAssembly blocks while it works, and can only be stopped with its thread. */
import createCore, {
  type TessBaseAPI,
  type TesseractModule,
} from 'tesseract.js-core/tesseract-core-relaxedsimd.js';
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import type { GreyImage, ReadLine } from './reading.ts';
import { parseTsv } from './tesseract-tsv.ts';

export interface TesseractModels {
  /** By tesseract's names ("eng"): the paths of their gzipped trained data. */
  languages: Record<string, string>;
  /** Of the model that tells a page's orientation. */
  osd: string;
}

export type TesseractTask = { image: GreyImage } & (
  | { kind: 'read'; segmentation: '3' | '6' }
  | { kind: 'orient' }
);

export type TesseractReply = { value: unknown } | { error: string };

const models = workerData as TesseractModels;
const core = await createCore({ TesseractProgress() {}, print() {}, printErr() {} });
const reader = await start(core, Object.keys(models.languages), models.languages, 1);
let orienter: TessBaseAPI | undefined;

async function start(
  { FS, TessBaseAPI }: TesseractModule,
  names: string[],
  paths: Record<string, string>,
  oem: 0 | 1,
): Promise<TessBaseAPI> {
  for (const name of names) {
    FS.writeFile(`${name}.traineddata`, gunzipSync(await readFile(paths[name]!)));
  }
  const api = new TessBaseAPI();
  if (api.Init(null, names.join('+'), oem) !== 0) throw new Error(`tesseract does not start with ${names}`);
  for (const name of names) FS.unlink(`${name}.traineddata`);
  return api;
}

function setImage(api: TessBaseAPI): void {
  if (api.SetImageFile(1, 0) !== 0) throw new Error('tesseract cannot read the image');
}

/** Netpbm's grey format: a header and the pixels as they are. PNG would be packed here only to be unpacked there. */
function writeInput({ data, width, height }: GreyImage): void {
  core.FS.writeFile('/input', Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]));
}

function read(segmentation: string): ReadLine[] {
  reader.SetVariable('tessedit_pageseg_mode', segmentation);
  setImage(reader);
  reader.Recognize(null);
  const lines = parseTsv(reader.GetTSVText(0));
  reader.Clear();
  return lines;
}

async function orient() {
  orienter ??= await start(core, ['osd'], { osd: models.osd }, 0);
  setImage(orienter);
  const results = new core.OSResults();
  const found = orienter.DetectOS(results);
  const { orientation_id, oconfidence } = results.best_result;
  const orientation = { rotation: [0, 270, 180, 90][orientation_id], confidence: found ? oconfidence : 0 };
  core.destroy(results);
  orienter.Clear();
  return orientation;
}

parentPort?.on('message', (task: TesseractTask) => void answer(task));

async function answer(task: TesseractTask): Promise<void> {
  let reply: TesseractReply;
  try {
    writeInput(task.image);
    reply = { value: task.kind === 'read' ? read(task.segmentation) : await orient() };
  } catch (error) {
    reply = { error: String(error) };
  }
  parentPort?.postMessage(reply);
}
