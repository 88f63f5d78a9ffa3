import { EmptyState, useDelayed } from '@filemill/ui';
import { IconFileAlert } from '@tabler/icons-react';
import { useMemo } from 'react';
import { stableUrl } from '../api/stable-url.ts';
import type { FileDetail } from '../api/types.ts';
import { ImagePage } from './canvas/ImagePage.tsx';
import { PagesCanvas } from './canvas/PagesCanvas.tsx';
import { imageSizes, imageUrls, pdfSizes, PIXELS_A_POINT } from './canvas/paper.ts';
import { usePdf } from './canvas/pdf.ts';
import { PdfPage } from './canvas/PdfPage.tsx';
import { MediaCanvas } from './media/MediaCanvas.tsx';
import type { LinkedPlace } from './model/place.ts';
import { pagesOf, type Results } from './model/results.ts';
import type { Tab } from './search.ts';
import classes from './FilePage.module.css';

interface OriginalProps {
  detail: FileDetail;
  results: Results;
  tab: Tab;
  linked: LinkedPlace | undefined;
}

const isPdf = ({ file }: FileDetail): boolean => file.media?.mediaType === 'application/pdf';

/** Whether there is something to look at besides the text: not for DOCX, CSV, mail and their like. */
export function showsOriginal(detail: FileDetail, results: Results): boolean {
  const { kind } = detail.file;
  if (!detail.originalUrl || kind === undefined) return false;
  return (
    kind !== 'document' ||
    isPdf(detail) ||
    pagesOf(results).some((page) => page.width > 0 && page.source !== 'content')
  );
}

/** The original, in the way of its kind. */
export function Original(props: OriginalProps) {
  const { detail } = props;
  // The first address is kept: a fresh signature must not load the file anew.
  const url = useMemo(() => stableUrl(detail.originalUrl!), [detail.file.fileId]);
  if (detail.file.kind === 'audio' || detail.file.kind === 'video')
    return <MediaCanvas {...props} url={url} />;
  return isPdf(detail) ? <Pdf {...props} url={url} /> : <Picture {...props} />;
}

function Pdf({ results, tab, linked, url }: OriginalProps & { url: string }) {
  const pdf = usePdf(url);
  const pages = pagesOf(results);
  const sizes = useMemo(
    () => (pdf.state === 'open' ? pdfSizes(pdf.document.numPages, pdf.first, pages) : []),
    [pdf, pages],
  );
  if (pdf.state === 'failed') {
    return (
      <EmptyState icon={<IconFileAlert size={26} stroke={1.7} />} title="The PDF cannot be shown here">
        {pdf.error.message}
      </EmptyState>
    );
  }
  if (pdf.state === 'opening') return <Opening />;
  return (
    <PagesCanvas
      {...{ sizes, results, tab, linked }}
      initialZoom="width"
      paint={(index, scale) => (
        <PdfPage
          document={pdf.document}
          page={index + 1}
          scale={scale * PIXELS_A_POINT}
          rotation={pages[index]?.rotation ?? 0}
        />
      )}
    />
  );
}

function Picture({ detail, results, tab, linked }: OriginalProps) {
  const pages = pagesOf(results);
  const urls = useMemo(() => imageUrls(detail).map((url) => stableUrl(url)), [detail]);
  const sizes = useMemo(() => imageSizes(urls.length, detail.file, pages), [urls, detail, pages]);
  return (
    <PagesCanvas
      {...{ sizes, results, tab, linked }}
      initialZoom="page"
      paint={(index) => (
        <ImagePage
          url={urls[index]!}
          rotation={pages.find(({ page }) => page === index + 1)?.rotation ?? 0}
          alt={`Page ${index + 1} of ${detail.file.name}`}
        />
      )}
    />
  );
}

function Opening() {
  const late = useDelayed();
  return <div className={classes.opening}>{late && 'Opening …'}</div>;
}
