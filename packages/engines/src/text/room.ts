import type { TextPage } from '@filemill/core';
import { readDocument } from '../documents/read.ts';
import { openImage } from '../media/image.ts';
import { openPdf } from '../media/pdf.ts';
import { usedModels } from '../models/catalogue.ts';
import { writeTextResult } from '../result-file.ts';
import type { Room, RoomContext, RoomRequest } from '../room.ts';
import { inOrder } from './ordered.ts';
import { readPdfPage } from './pdf-pages.ts';
import { readPicture } from './picture-pages.ts';
import { openRouter, type Recogniser } from './router.ts';
import { readVideo } from './video-pages.ts';

/** The version goes up when the same file may give another result. */
const ENGINE = { name: 'filemill-text', version: '1' };

/** The text room: what is written in documents, pictures and the scenes of videos. */
export const run: Room = async (request, context) => {
  const languages = request.options.languages ?? ['en'];
  const recogniser = openRouter(languages, context);
  const models = await usedModels(recogniser.models, context.modelsDir);
  const result = await writeTextResult(request, pagesOf(request, context, recogniser), () => ({
    engine: ENGINE,
    models: recogniser.wasUsed() ? models : [],
  }));
  return { results: [result], failures: [] };
};

function pagesOf(
  request: RoomRequest,
  context: RoomContext,
  recogniser: Recogniser,
): AsyncGenerator<TextPage> {
  const { kind, mediaType } = request.media;
  if (kind === 'video') return readVideo(request, context, recogniser);
  if (kind === 'image') return readPictures(request, context, recogniser);
  if (mediaType === 'application/pdf') return readPdf(request, context, recogniser);
  return readContent(request, context);
}

async function* readPictures(
  { path, media }: RoomRequest,
  context: RoomContext,
  recogniser: Recogniser,
): AsyncGenerator<TextPage> {
  const image = await openImage(path, media.mediaType, context.limits);
  yield* readPages(image.pages, (n) => readPicture(image, n, recogniser), context);
}

async function* readPdf(
  { path }: RoomRequest,
  context: RoomContext,
  recogniser: Recogniser,
): AsyncGenerator<TextPage> {
  const pdf = await openPdf(path, context.limits);
  try {
    yield* readPages(pdf.pageCount, (n) => readPdfPage(pdf, n, recogniser), context);
  } finally {
    pdf.close();
  }
}

/** Several pages at once, as many as there are cores; they come out in order. */
async function* readPages(
  count: number,
  read: (page: number) => Promise<TextPage>,
  { cores, signal, withCore, progress }: RoomContext,
): AsyncGenerator<TextPage> {
  const steps = Array.from({ length: count }, (_, i) => () => {
    signal.throwIfAborted();
    return withCore(() => read(i + 1));
  });
  let done = 0;
  progress({ done, total: count, unit: 'pages', note: `reading page 1 of ${count}` });
  for await (const page of inOrder(steps, cores)) {
    yield page;
    done++;
    const note = done < count ? `reading page ${done + 1} of ${count}` : `${count} pages read`;
    progress({ done, total: count, unit: 'pages', note });
  }
}

/** Documents that are text already, such as DOCX and mail. */
async function* readContent(
  { path, media }: RoomRequest,
  { limits, signal, withCore, progress }: RoomContext,
): AsyncGenerator<TextPage> {
  const pages = readDocument(path, media.mediaType, limits)[Symbol.asyncIterator]();
  let done = 0;
  try {
    for (;;) {
      const next = await withCore(() => pages.next());
      if (next.done) return;
      signal.throwIfAborted();
      yield next.value;
      done++;
      progress({ done, total: done, unit: 'pages', note: `${done} pages read` });
    }
  } finally {
    await pages.return?.();
  }
}
