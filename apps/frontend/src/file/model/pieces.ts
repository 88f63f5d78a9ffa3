import type { OverlayItem } from '@filemill/ui';
import { rotateBox, type Box, type Rotation } from '@filemill/ui/viewer/geometry.ts';
import type { TextPage } from '@filemill/rpc/client';
import type { Tab } from '../search.ts';
import { pagesOf, type Results } from './results.ts';

/**
 * Every piece of a result has an id that both sides of the viewer know it by: `<page>/<kind>/<index>…`. Pictures are
 * page 1; what is anchored in time alone has page 0.
 */
export type PieceId = string;

export const pageOfPiece = (id: PieceId): number => Number(id.split('/', 1)[0]);

export const wordId = (page: number, block: number, line: number, word: number): PieceId =>
  `${page}/word/${block}/${line}/${word}`;
export const lineId = (page: number, block: number, line: number): PieceId => `${page}/line/${block}/${line}`;
export const cellId = (page: number, table: number, cell: number): PieceId => `${page}/cell/${table}/${cell}`;
export const fieldId = (page: number, field: number): PieceId => `${page}/field/${field}`;
export const findingId = (tab: Tab, index: number, page = 1): PieceId => `${page}/${tab}/${index}`;

/** Boxes to draw over a page while a tab is open. */
export function pageItems(results: Results, tab: Tab, page: number): OverlayItem[] {
  const textPage = pagesOf(results).find((candidate) => candidate.page === page);
  if (tab === 'tables') return textPage ? tableItems(textPage) : [];
  if (tab === 'fields') return textPage ? fieldItems(textPage) : [];
  if (tab === 'labels' || tab === 'faces' || tab === 'moderation') {
    return page === 1 ? imageItems(results, tab, textPage?.rotation ?? 0) : [];
  }
  return textPage ? textItems(textPage) : [];
}

/** Words as a breath of colour; their lines are unseen until they are pointed at between words. */
export function textItems({ page, blocks }: TextPage): OverlayItem[] {
  return blocks.flatMap((block, b) =>
    block.lines.flatMap((line, l) => [
      ...item(lineId(page, b, l), line.anchor, 'none'),
      ...line.words.flatMap((word, w) => item(wordId(page, b, l, w), word.anchor, 'tint')),
    ]),
  );
}

function tableItems({ page, tables }: TextPage): OverlayItem[] {
  return tables.flatMap((table, t) => [
    ...item(`${page}/table/${t}`, table.anchor, 'frame'),
    ...table.cells.flatMap((cell, c) => item(cellId(page, t, c), cell.anchor, 'tint')),
  ]);
}

function fieldItems({ page, fields }: TextPage): OverlayItem[] {
  return fields.flatMap((field, f) => [
    ...(field.keyAnchor ? item(`${page}/key/${f}`, field.keyAnchor, 'tint') : []),
    ...item(fieldId(page, f), field.anchor, 'frame'),
  ]);
}

type Finding = { caption: string; box?: Box; start?: number; end?: number; confidence: number };

/** Labels, faces and flags alike: what, where, when. */
export function findings(results: Results, tab: Tab): Finding[] {
  const of = (
    caption: string,
    confidence: number,
    anchor: { box?: Box; start?: number; end?: number },
  ): Finding => ({
    ...anchor,
    caption,
    confidence,
  });
  if (tab === 'labels') return results.labels?.labels.map((l) => of(l.name, l.confidence, l.anchor)) ?? [];
  if (tab === 'faces')
    return results.faces?.faces.map((f, i) => of(`Face ${i + 1}`, f.confidence, f.anchor)) ?? [];
  if (tab === 'moderation') {
    return (
      results.moderation?.flags.map((f) => of(`${f.category} (${f.severity})`, f.confidence, f.anchor)) ?? []
    );
  }
  return [];
}

const TONES = { labels: 'image', faces: 'video', moderation: 'warning' } as const;

function imageItems(results: Results, tab: keyof typeof TONES, rotation: Rotation): OverlayItem[] {
  return findings(results, tab).flatMap(({ caption, box }, index) =>
    box && !coversAll(box)
      ? [
          {
            id: findingId(tab, index),
            box: rotateBox(box, rotation),
            caption,
            look: 'frame',
            tone: TONES[tab],
          },
        ]
      : [],
  );
}

/** What a video shows at a time. What is anchored in one frame stays for a moment, so that it can be seen. */
export function videoItems(results: Results, tab: Tab, time: number): OverlayItem[] {
  if (tab === 'text')
    return pagesOf(results)
      .filter((page) => page.time && isAt(page.time, time))
      .flatMap(textItems);
  if (tab !== 'labels' && tab !== 'faces' && tab !== 'moderation') return [];
  return findings(results, tab).flatMap(({ caption, box, start, end }, index) =>
    box && start !== undefined && end !== undefined && isAt({ start, end }, time)
      ? [{ id: findingId(tab, index, 0), box, caption, look: 'frame', tone: TONES[tab] }]
      : [],
  );
}

const MOMENT_SECONDS = 0.5;

function isAt({ start, end }: { start: number; end: number }, time: number): boolean {
  return time >= start - 0.05 && time <= Math.max(end, start + MOMENT_SECONDS);
}

/** A label of the whole picture needs no frame around it. */
const coversAll = ([, , w, h]: Box): boolean => w >= 0.995 && h >= 0.995;

function item(id: PieceId, anchor: { box?: Box } | object, look: OverlayItem['look']): OverlayItem[] {
  return 'box' in anchor && anchor.box ? [{ id, box: anchor.box, look }] : [];
}
