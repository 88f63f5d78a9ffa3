import type { TextPage } from '@filemill/core';
import sharp from 'sharp';
import { sceneFrames, type SceneFrame } from '../media/frames.ts';
import type { RoomContext, RoomRequest } from '../room.ts';
import { turnedSize } from './frames.ts';
import { toGrey, toReadableSize } from './grey.ts';
import { inOrder } from './ordered.ts';
import { buildPage } from './page.ts';
import type { Recogniser } from './router.ts';

/** Text in the scenes of a video: one page for each frame that has any, anchored in time. */
export async function* readVideo(
  { path, media }: RoomRequest,
  context: RoomContext,
  recogniser: Recogniser,
): AsyncGenerator<TextPage> {
  const frames = sceneFrames({ path, media, signal: context.signal });
  let count = 0;
  for await (const page of inOrder(steps(frames, context, recogniser), context.cores)) {
    const done = page.time?.end ?? 0;
    const total = Math.max(media.duration ?? 0, done);
    context.progress({ done, total, unit: 'seconds', note: 'reading text in the scenes' });
    if (page.text) yield { ...page, page: ++count };
  }
}

async function* steps(
  frames: AsyncGenerator<SceneFrame, void>,
  { withCore, signal }: RoomContext,
  recogniser: Recogniser,
): AsyncGenerator<() => Promise<TextPage>> {
  try {
    for (;;) {
      const { value: frame, done } = await withCore(() => frames.next());
      if (done) return;
      signal.throwIfAborted();
      yield () => withCore(() => readFrame(frame, recogniser));
    }
  } finally {
    await frames.return();
  }
}

async function readFrame(frame: SceneFrame, recogniser: Recogniser): Promise<TextPage> {
  const { width, height, start, end } = frame;
  const grey = await toGrey(sharp(frame.rgb, { raw: { width, height, channels: 3 } }));
  const { reading, rotation } = await recogniser.recognise(await toReadableSize(grey));
  const about = { page: 1, ...turnedSize(grey, rotation), rotation, source: 'ocr' } as const;
  return buildPage(reading, { ...about, time: { start, end } });
}
