import type { TextPage } from '@filemill/core';
import { openImage } from '../media/image.ts';
import { openPdf } from '../media/pdf.ts';
import { usedModels } from '../models/catalogue.ts';
import { writeTextResult } from '../result-file.ts';
import type { Room, RoomContext, RoomRequest } from '../room.ts';
import { inOrder } from './ordered.ts';
import { readPdfPage } from './pdf-pages.ts';
import { readPicture } from './picture-pages.ts';
import { openRouter } from './router.ts';
import { modelsFor, TESSERACT_VERSION } from './tesseract.ts';

/** The text room: what is written in documents and pictures. */
export const run: Room = async (request, context) => {
  const languages = request.options.languages ?? ['en'];
  const models = await usedModels(modelsFor(languages));
  const made = { engine: { name: 'tesseract', version: TESSERACT_VERSION }, models };
  const result = await writeTextResult(request, pagesOf(request, context, languages), () => made);
  return { results: [result], failures: [] };
};

async function* pagesOf(
  request: RoomRequest,
  context: RoomContext,
  languages: string[],
): AsyncGenerator<TextPage> {
  const { path, media } = request;
  const recogniser = openRouter(languages, context.limits);
  if (media.mediaType === 'application/pdf') {
    const pdf = await openPdf(path, context.limits);
    try {
      yield* readPages(pdf.pageCount, (n) => readPdfPage(pdf, n, recogniser), context);
    } finally {
      pdf.close();
    }
  } else {
    const image = await openImage(path, media.mediaType, context.limits);
    yield* readPages(image.pages, (n) => readPicture(image, n, recogniser), context);
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
  for await (const page of inOrder(steps, cores)) {
    yield page;
    done++;
    const note = done < count ? `reading page ${done + 1} of ${count}` : 'read';
    progress({ done, total: count, unit: 'pages', note });
  }
}
