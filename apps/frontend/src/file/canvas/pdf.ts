import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';

const WORKER = new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).href;
const ASSETS = '/assets/pdfjs';

/** Opens a PDF. The library and its worker load with the first one; pages are fetched as they are looked at. */
async function openPdf(url: string, signal: AbortSignal): Promise<PDFDocumentProxy> {
  const pdfjs = await import('pdfjs-dist');
  pdfjs.GlobalWorkerOptions.workerSrc = WORKER;
  const task = pdfjs.getDocument({
    url,
    cMapUrl: `${ASSETS}/cmaps/`,
    standardFontDataUrl: `${ASSETS}/standard_fonts/`,
    wasmUrl: `${ASSETS}/wasm/`,
    iccUrl: `${ASSETS}/iccs/`,
    disableAutoFetch: true,
    enableXfa: false,
  });
  const stop = () => void task.destroy();
  signal.addEventListener('abort', stop, { once: true });
  return task.promise;
}

export type OpenPdf =
  | { state: 'opening' }
  | { state: 'open'; document: PDFDocumentProxy; first: { width: number; height: number } }
  | { state: 'failed'; error: Error };

/** A PDF for as long as it is shown, with the size of its first page in points. */
export function usePdf(url: string): OpenPdf {
  const [pdf, setPdf] = useState<OpenPdf>({ state: 'opening' });
  useEffect(() => {
    const stop = new AbortController();
    const open = async () => {
      const document = await openPdf(url, stop.signal);
      const { width, height } = (await document.getPage(1)).getViewport({ scale: 1 });
      setPdf({ state: 'open', document, first: { width, height } });
    };
    open().catch((error: Error) => {
      if (!stop.signal.aborted) setPdf({ state: 'failed', error });
    });
    return () => stop.abort();
  }, [url]);
  return pdf;
}
