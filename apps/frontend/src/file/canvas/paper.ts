import type { PageSize } from '@filemill/ui/viewer/page-layout.ts';
import type { TextPage } from '@filemill/rpc/client';
import type { FileDetail } from '../../api/types.ts';

/** CSS pixels for a point: paper at 100 % is as large as the screen's inch says. */
export const PIXELS_A_POINT = 96 / 72;

const FALLBACK: PageSize = { width: 595, height: 842 };

/** Sizes of a PDF's upright pages at 100 %. The text result knows them all; else all are taken to be like the first. */
export function pdfSizes(count: number, first: PageSize, pages: TextPage[]): PageSize[] {
  const known = new Map(pages.map((page) => [page.page, page]));
  return Array.from({ length: count }, (_, index) => {
    const page = known.get(index + 1);
    const { width, height } = page && page.width > 0 && page.height > 0 ? page : first;
    return { width: width * PIXELS_A_POINT, height: height * PIXELS_A_POINT };
  });
}

/** Sizes of a picture's upright pages. */
export function imageSizes(count: number, file: FileDetail['file'], pages: TextPage[]): PageSize[] {
  const { width = FALLBACK.width, height = FALLBACK.height } = file.media ?? {};
  const known = new Map(pages.map((page) => [page.page, page]));
  return Array.from({ length: count }, (_, index) => {
    const page = known.get(index + 1);
    return page && page.width > 0 && page.height > 0
      ? { width: page.width, height: page.height }
      : { width, height };
  });
}

/** Addresses of a picture's pages: previews where a browser can't show the original, else the original. */
export function imageUrls({ previews, originalUrl }: FileDetail): string[] {
  const pages = previews
    .map(({ name, url }) => ({ page: Number(/^page-(\d+)\./.exec(name)?.[1]), url }))
    .filter(({ page }) => page > 0)
    .sort((a, b) => a.page - b.page)
    .map(({ url }) => url);
  return pages.length > 0 ? pages : originalUrl ? [originalUrl] : [];
}
