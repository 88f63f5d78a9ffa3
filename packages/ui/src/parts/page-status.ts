import { useEffect } from 'react';

const ICON = 'link[rel="icon"]';

/** The tab's title: `Invoices · Filemill`, or `42 % · Invoices · Filemill` while something is under way. */
export function usePageTitle(title: string, share?: number): void {
  const percent = share === undefined ? undefined : Math.floor(share * 100);
  useEffect(() => {
    document.title = [percent === undefined ? undefined : `${percent} %`, title, 'Filemill']
      .filter(Boolean)
      .join(' · ');
  }, [title, percent]);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>(ICON);
    if (!link || percent === undefined) return;
    const original = link.href;
    link.href = progressIcon(percent / 100);
    return () => {
      link.href = original;
    };
  }, [percent]);
}

/** A ring that fills, as a data URL. */
function progressIcon(share: number): string {
  const around = 2 * Math.PI * 12;
  const ring = (colour: string, length: number) =>
    `<circle cx="16" cy="16" r="12" fill="none" stroke="${colour}" stroke-width="7" stroke-dasharray="${length} ${around}" transform="rotate(-90 16 16)"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${ring('#c9d0d9', around)}${ring('#4353d6', around * share)}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
