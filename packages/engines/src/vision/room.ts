import { toErrorRecord, type Analysis, type ErrorRecord } from '@filemill/core';
import { sceneFrames } from '../media/frames.ts';
import { openImage } from '../media/image.ts';
import { usedModels } from '../models/catalogue.ts';
import { writeResult } from '../result-file.ts';
import type { Room, RoomContext, RoomRequest } from '../room.ts';
import { ANALYSERS, type Sighting } from './analysers.ts';
import { decodePicture, type Picture } from './picture.ts';

/** The version goes up when the same picture may give another result. */
const ENGINE = { name: 'filemill-vision', version: '1' };

type VisionAnalysis = keyof typeof ANALYSERS;

/** One analysis of the file. When it fails it does nothing more, and the others go on. */
interface Task {
  analysis: VisionAnalysis;
  sighting?: Sighting;
  error?: ErrorRecord;
  /** Milliseconds that it has taken. */
  spent: number;
}

/** The vision room: objects, faces and hints for moderation in pictures and videos. */
export const run: Room = async (request, context) => {
  const tasks = request.analyses.filter(isVision).map((analysis): Task => ({ analysis, spent: 0 }));
  if (request.media.kind === 'video') await lookAtVideo(request, context, tasks);
  else await lookAtImage(request, context, tasks);
  const results = tasks.flatMap((task) => (task.error ? [] : [write(task, request, context)]));
  const failures = tasks.flatMap(({ analysis, error }) => (error ? [{ analysis, error }] : []));
  return { results: await Promise.all(results), failures };
};

/** Of a file with several pictures, the first. */
async function lookAtImage(
  { path, media }: RoomRequest,
  context: RoomContext,
  tasks: readonly Task[],
): Promise<void> {
  const picture = await context.withCore(async () => {
    const image = await openImage(path, media.mediaType, context.limits);
    return decodePicture(await image.page(1));
  });
  const total = tasks.length;
  for (const [done, task] of tasks.entries()) {
    const note = `looking for ${ANALYSERS[task.analysis].subject}`;
    context.progress({ done, total, unit: 'steps', note });
    await look(task, context, picture);
  }
}

async function lookAtVideo(
  { path, media }: RoomRequest,
  context: RoomContext,
  tasks: readonly Task[],
): Promise<void> {
  const { signal } = context;
  const frames = sceneFrames({ path, media, signal });
  try {
    for (;;) {
      const { value: frame, done } = await context.withCore(() => frames.next());
      if (done) return;
      for (const task of tasks) await look(task, context, frame, frame);
      const total = Math.max(media.duration ?? 0, frame.end);
      context.progress({ done: frame.end, total, unit: 'seconds', note: 'looking at the scenes' });
    }
  } finally {
    await frames.return();
  }
}

async function look(
  task: Task,
  { modelsDir, signal, withCore }: RoomContext,
  picture: Picture,
  stretch?: { start: number; end: number },
): Promise<void> {
  signal.throwIfAborted();
  if (task.error) return;
  const startedAt = performance.now();
  try {
    await withCore(async () => {
      task.sighting ??= await ANALYSERS[task.analysis].begin(modelsDir);
      await task.sighting.look(picture, stretch);
    });
  } catch (error) {
    signal.throwIfAborted();
    task.error = toErrorRecord(error, 'engine.failed');
  }
  task.spent += performance.now() - startedAt;
}

async function write({ analysis, sighting, spent }: Task, request: RoomRequest, { modelsDir }: RoomContext) {
  const analyser = ANALYSERS[analysis];
  const pieces = (sighting ?? (await analyser.begin(modelsDir))).pieces(); // a video that is all black has no frames
  const models = await usedModels(analyser.models, modelsDir);
  return writeResult(request, pieces, { engine: ENGINE, models }, performance.now() - spent);
}

function isVision(analysis: Analysis): analysis is VisionAnalysis {
  return Object.hasOwn(ANALYSERS, analysis);
}
