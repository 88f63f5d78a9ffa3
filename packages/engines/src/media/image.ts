import sharp, { type Metadata, type Sharp } from 'sharp';
import { FilemillError, nameLimit, type Limits } from '@filemill/core';
import { decodeBmp } from './bmp.ts';
import { openHeic } from './heic.ts';
import { damagedPicture, type PixelSource } from './pixels.ts';
import { readWhole } from './read-whole.ts';

// Cores are shared out by the host's scheduler: a pool of threads inside libvips would take more than was given.
// Its cache of operations never hits, because each file is another one, and holds memory.
sharp.concurrency(1);
sharp.cache(false);

/** A picture file, opened but not decoded: its pixel counts were read from the header and are within the limits. */
export interface ImageSource {
  /** Pictures in the file: > 1 for a multi-page TIFF or a HEIC collection; an animation counts as its first frame. */
  pages: number;
  /** Pixels of the first picture, EXIF orientation applied. */
  width: number;
  height: number;
  /**
   * Picture `n`, 1-based: upright by EXIF, 8-bit sRGB, laid on white where it is transparent. Nothing is decoded
   * before an output method is called. (`metadata()` of it describes the stored picture, not the upright one.)
   * Throws FilemillError `image.too_large` when this picture has more pixels than the limit, `file.corrupt`.
   */
  page(n: number): Promise<Sharp>;
}

/**
 * Opens a picture of any supported type. Throws FilemillError `image.too_large`, `document.too_many_pages` (TIFF),
 * `file.too_large` (HEIC and BMP are read whole) or `file.corrupt`.
 */
export async function openImage(path: string, mediaType: string, limits: Limits): Promise<ImageSource> {
  if (mediaType === 'image/heic') return fromPixels(await openHeic(await readWhole(path, limits)), limits);
  if (mediaType === 'image/bmp') return fromPixels(decodeBmp(await readWhole(path, limits)), limits);
  return openWithSharp(path, mediaType, limits);
}

async function openWithSharp(path: string, mediaType: string, limits: Limits): Promise<ImageSource> {
  const open = (page: number) =>
    sharp(path, {
      page,
      failOn: 'none', // a truncated picture shows what is there
      limitInputPixels: false, // checked below, so that the error names our limit
    });
  const header = async (page: number) => {
    const metadata = await readHeader(open(page));
    checkPixels(metadata, limits);
    return metadata;
  };
  const { autoOrient, pages: stored = 1 } = await header(0);
  const pages = mediaType === 'image/tiff' ? stored : 1;
  checkPages(pages, limits);
  return {
    pages,
    ...autoOrient,
    async page(n) {
      if (n > 1) await header(n - 1); // each page of a TIFF has a size of its own
      return onWhite(open(n - 1).autoOrient());
    },
  };
}

function fromPixels(source: PixelSource, limits: Limits): ImageSource {
  for (const size of source.sizes) checkPixels(size, limits);
  const [first] = source.sizes;
  if (!first) throw damagedPicture();
  return {
    pages: source.sizes.length,
    ...first,
    async page(n) {
      const { data, width, height } = await source.decode(n - 1);
      return onWhite(sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false }));
    },
  };
}

function onWhite(picture: Sharp): Sharp {
  return picture.flatten({ background: '#fff' }).toColourspace('srgb');
}

async function readHeader(picture: Sharp): Promise<Metadata> {
  try {
    return await picture.metadata();
  } catch (error) {
    throw damagedPicture(error);
  }
}

function checkPixels({ width, height }: { width: number; height: number }, limits: Limits): void {
  if (width * height <= limits.imageMegapixels * 1e6) return;
  const size = `${width.toLocaleString('en')} × ${height.toLocaleString('en')}`;
  throw new FilemillError(
    'image.too_large',
    `The picture has ${size} pixels, more than the limit of ${nameLimit('imageMegapixels', limits)}. Make it smaller and try again.`,
  );
}

function checkPages(pages: number, limits: Limits): void {
  if (pages <= limits.documentPages) return;
  throw new FilemillError(
    'document.too_many_pages',
    `The picture file has ${pages.toLocaleString('en')} pages, more than the limit of ${nameLimit('documentPages', limits)}. Split it and try again.`,
  );
}
