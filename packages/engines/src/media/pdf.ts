import { FilemillError, nameLimit, type Limits } from '@filemill/core';
import { stat } from 'node:fs/promises';
import { loadPdfium, MAX_PDF_BYTES, openDocument, type OpenDocument, type Pdfium } from './pdfium.ts';
import { readPdfContent, type PdfContent } from './pdf-content.ts';
import { openForm, type PdfForm, type PdfFormField } from './pdf-form.ts';

export type { PdfContent, PdfWord } from './pdf-content.ts';
export type { PdfFormField } from './pdf-form.ts';

/** An open PDF. Every method is synchronous: pdfium works on one page at a time in one thread. */
export interface PdfSource {
  pageCount: number;
  /** Page `n`, 1-based. Going back and forth between pages costs time: only one is held in memory. */
  page(n: number): PdfPage;
  close(): void;
}

export interface PdfPage {
  /** Points (1/72 inch), /Rotate applied. */
  width: number;
  height: number;
  /** Words of the text layer and the places of pictures. */
  content(): PdfContent;
  /** Fillable fields (AcroForm) that have a value. */
  fields(): PdfFormField[];
  /** Draws the page on white. The scale is lowered where the picture would go past the limit of pixels. */
  render(dpi: number, colour: 'grey' | 'rgba'): PdfPixels;
}

/** As sharp takes raw pixels. */
export interface PdfPixels {
  data: Buffer;
  width: number;
  height: number;
  channels: 1 | 4;
}

/**
 * Opens a PDF without reading it whole. Throws FilemillError `file.encrypted`, `file.corrupt`, `file.too_large` or
 * `document.too_many_pages`.
 */
export async function openPdf(path: string, limits: Limits): Promise<PdfSource> {
  if ((await stat(path)).size > MAX_PDF_BYTES) {
    throw new FilemillError(
      'file.too_large',
      'A PDF of more than 4 GiB cannot be read. Split it and try again.',
    );
  }
  const pdfium = await loadPdfium();
  const document = await openDocument(path);
  if (!document.handle) throw openingError(document.error);
  const pageCount = pdfium.api.FPDF_GetPageCount(document.handle);
  if (pageCount < 1 || pageCount > limits.documentPages) {
    document.close();
    throw pageCount < 1 ? damaged('no pages') : tooManyPages(pageCount, limits);
  }
  return source(pdfium, document, pageCount, limits);
}

function source(pdfium: Pdfium, document: OpenDocument, pageCount: number, limits: Limits): PdfSource {
  const { api } = pdfium;
  let form: PdfForm | undefined;
  let loaded: { n: number; handle: number } | undefined;

  const release = () => {
    if (!loaded) return;
    form?.leavePage(loaded.handle);
    api.FPDF_ClosePage(loaded.handle);
    loaded = undefined;
  };
  /** Only one page is held, so that memory stays flat however many there are. */
  const load = (n: number): number => {
    if (loaded?.n === n) return loaded.handle;
    release();
    const handle = api.FPDF_LoadPage(document.handle, n - 1);
    if (!handle) throw damaged(`page ${n} of ${pageCount} does not load`);
    loaded = { n, handle };
    return handle;
  };
  return {
    pageCount,
    page(n) {
      const handle = load(n);
      return {
        width: api.FPDF_GetPageWidthF(handle),
        height: api.FPDF_GetPageHeightF(handle),
        content: () => readPdfContent(pdfium, load(n)),
        fields: () => (form ??= openForm(pdfium, document.handle)).fields(load(n)),
        render: (dpi, colour) => render(pdfium, load(n), { dpi, colour, limits }),
      };
    },
    close() {
      release();
      form?.close();
      document.close();
    },
  };
}

interface RenderOptions {
  dpi: number;
  colour: 'grey' | 'rgba';
  limits: Limits;
}

/** FPDFBitmap_Gray and FPDFBitmap_BGRA. */
const BITMAP_FORMAT = { grey: 1, rgba: 4 } as const;
/** FPDF_ANNOT, with FPDF_GRAYSCALE or FPDF_REVERSE_BYTE_ORDER (BGRA → RGBA; on a grey bitmap it draws nothing). */
const RENDER_FLAGS = { grey: 0x01 | 0x08, rgba: 0x01 | 0x10 } as const;

function render(pdfium: Pdfium, page: number, { dpi, colour, limits }: RenderOptions): PdfPixels {
  const { api } = pdfium;
  const points = { width: api.FPDF_GetPageWidthF(page), height: api.FPDF_GetPageHeightF(page) };
  const most = Math.sqrt((limits.imageMegapixels * 1e6) / (points.width * points.height));
  const scale = Math.min(dpi / 72, most);
  const width = Math.max(1, Math.round(points.width * scale));
  const height = Math.max(1, Math.round(points.height * scale));
  const channels = colour === 'grey' ? 1 : 4;
  const bytes = width * height * channels;
  return pdfium.withMemory(bytes, (pixels) => {
    const bitmap = api.FPDFBitmap_CreateEx(width, height, BITMAP_FORMAT[colour], pixels, width * channels);
    api.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    api.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, RENDER_FLAGS[colour]);
    api.FPDFBitmap_Destroy(bitmap);
    const data = Buffer.from(api.pdfium.HEAPU8.subarray(pixels, pixels + bytes));
    return { data, width, height, channels };
  });
}

/** FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY. */
const ENCRYPTED = new Set([4, 5]);

function openingError(error: number): FilemillError {
  if (!ENCRYPTED.has(error)) return damaged(`pdfium error ${error}`);
  return new FilemillError(
    'file.encrypted',
    'The PDF is protected by a password. Save it without the password and try again.',
    { cause: `pdfium error ${error}` },
  );
}

function damaged(cause: string): FilemillError {
  return new FilemillError(
    'file.corrupt',
    'The PDF is damaged and cannot be read. If it opens elsewhere, save or print it to a new PDF.',
    { cause },
  );
}

function tooManyPages(pages: number, limits: Limits): FilemillError {
  return new FilemillError(
    'document.too_many_pages',
    `The PDF has ${pages.toLocaleString('en')} pages, more than the limit of ${nameLimit('documentPages', limits)}. Split it and try again.`,
  );
}
