import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef } from 'react';
import classes from './canvas.module.css';

interface PdfPageProps {
  document: PDFDocumentProxy;
  /** 1-based. */
  page: number;
  /** CSS pixels for a point. */
  scale: number;
  /** Degrees clockwise, beyond what the page itself asks for. */
  rotation: number;
}

/** Browsers refuse canvases much larger than this many pixels. */
const MAX_PIXELS = 16_000_000;
const SETTLE_MS = 80;

/** One page, painted at the resolution of the screen; what was painted before stays until the new one is done. */
export function PdfPage({ document: pdf, page, scale, rotation }: PdfPageProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let stopped = false;
    let stop = () => {};
    const paint = async () => {
      const proxy = await pdf.getPage(page);
      const angle = (proxy.rotate + rotation) % 360;
      const plain = proxy.getViewport({ scale: 1, rotation: angle });
      const wanted = scale * devicePixelRatio;
      const most = Math.sqrt(MAX_PIXELS / (plain.width * plain.height));
      const viewport = proxy.getViewport({ scale: Math.min(wanted, most), rotation: angle });
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      if (stopped) return;
      const task = proxy.render({ canvas, viewport });
      stop = () => task.cancel();
      await task.promise;
      if (!stopped) host.current?.replaceChildren(canvas);
    };
    const fail = (error: Error) => {
      if (!stopped && error.name !== 'RenderingCancelledException')
        host.current?.replaceChildren('This page cannot be shown.');
    };
    const timer = setTimeout(() => void paint().catch(fail), host.current?.hasChildNodes() ? SETTLE_MS : 0);
    return () => {
      stopped = true;
      clearTimeout(timer);
      stop();
    };
  }, [pdf, page, scale, rotation]);
  return <div ref={host} className={classes.paint} />;
}
