import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { PreviewFile } from '@filemill/core';
import type { RoomContext, RoomRequest } from '../room.ts';
import { sceneFrames } from './frames.ts';
import { openImage } from './image.ts';
import { openPdf } from './pdf.ts';
import { hasPreviews } from './types.ts';

/** Pixels of the longer side. */
const THUMBNAIL = 480;
const PAGE = 2400;
/** Dots an inch at which the first page of a PDF is drawn: enough for a thumbnail. */
const THUMBNAIL_DPI = 60;
/** Types that browsers don't show: every page of them is made into a picture that they do. */
const NOT_IN_BROWSERS = new Set(['image/heic', 'image/tiff', 'image/bmp']);

/** Makes pictures of the original to look at: a thumbnail, and pages where a browser can't show the original. */
export async function makePreviews(request: RoomRequest, context: RoomContext): Promise<PreviewFile[]> {
  const { kind } = request.media;
  if (kind === 'image') return imagePreviews(request, context);
  if (kind === 'video') return videoThumbnail(request, context);
  return hasPreviews(request.media) ? [await pdfThumbnail(request, context)] : [];
}

async function imagePreviews(
  { path, media, outDir }: RoomRequest,
  context: RoomContext,
): Promise<PreviewFile[]> {
  const image = await openImage(path, media.mediaType, context.limits);
  const write = async (page: number, name: string, size: number) =>
    context.withCore(async () => writeWebp(await image.page(page), { outDir, name, size }));
  const previews = [await write(1, 'thumbnail', THUMBNAIL)];
  if (!NOT_IN_BROWSERS.has(media.mediaType)) return previews;
  for (let page = 1; page <= image.pages; page++) {
    context.signal.throwIfAborted();
    previews.push(await write(page, `page-${page}`, PAGE));
    context.progress({ done: page, total: image.pages, unit: 'pages', note: `drawing page ${page}` });
  }
  return previews;
}

async function pdfThumbnail({ path, outDir }: RoomRequest, context: RoomContext): Promise<PreviewFile> {
  const pdf = await openPdf(path, context.limits);
  try {
    return await context.withCore(async () => {
      const { data, ...raw } = pdf.page(1).render(THUMBNAIL_DPI, 'rgba');
      return writeWebp(sharp(data, { raw }), { outDir, name: 'thumbnail', size: THUMBNAIL });
    });
  } finally {
    pdf.close();
  }
}

/** The first frame that is not black; none if all are. */
async function videoThumbnail(
  { path, media, outDir }: RoomRequest,
  { signal, withCore }: RoomContext,
): Promise<PreviewFile[]> {
  return withCore(async () => {
    for await (const { rgb, width, height } of sceneFrames({ path, media, signal })) {
      const picture = sharp(rgb, { raw: { width, height, channels: 3 } });
      return [await writeWebp(picture, { outDir, name: 'thumbnail', size: THUMBNAIL })];
    }
    return [];
  });
}

interface Target {
  outDir: string;
  name: string;
  /** Pixels of the longer side at most. */
  size: number;
}

async function writeWebp(picture: Sharp, { outDir, name, size }: Target): Promise<PreviewFile> {
  const file = `${name}.webp`;
  const path = join(outDir, file);
  await picture
    .resize(size, size, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toFile(path);
  return { name: file, path, mediaType: 'image/webp' };
}
