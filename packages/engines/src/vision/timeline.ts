import type { TimeAnchor } from '@filemill/core';
import { intersectionOverUnion, type Found } from './boxes.ts';

/** The best sighting of a thing in a video, and from when to when it was seen. */
export interface Span<T> {
  found: T;
  anchor: TimeAnchor;
}

export interface Timeline<T> {
  /** Adds what was found in the next frame, which stands for `start` to `end` seconds. */
  add(frame: { start: number; end: number }, found: readonly T[]): void;
  /** In the order of their start. */
  spans(): Span<T>[];
}

/**
 * Joins what was found in successive frames of a video to spans of time. A thing goes on when the next frame has one of
 * the same kind whose box overlaps enough; each sighting continues one span at most.
 *
 * @param minOverlap Intersection over union from which two boxes are the same thing; 0: wherever it is.
 */
export function createTimeline<T extends Found>(
  isSameKind: (a: T, b: T) => boolean,
  minOverlap: number,
): Timeline<T> {
  type Track = { best: T; last: T; start: number; end: number };
  const tracks: Track[] = [];
  let open: Track[] = [];

  function bestMatch(found: T, candidates: Track[]): Track | undefined {
    const scored = candidates
      .filter((track) => isSameKind(track.last, found))
      .map((track) => ({ track, overlap: intersectionOverUnion(track.last.box, found.box) }))
      .filter(({ overlap }) => overlap >= minOverlap);
    return scored.toSorted((a, b) => b.overlap - a.overlap)[0]?.track;
  }

  return {
    add({ start, end }, found) {
      const continued: Track[] = [];
      const free = new Set(open.filter((track) => track.end >= start)); // a gap, such as a black frame, ends a span
      for (const sighting of found.toSorted((a, b) => b.confidence - a.confidence)) {
        let track = bestMatch(sighting, [...free]);
        if (track) {
          free.delete(track);
          track.last = sighting;
          track.end = end;
          if (sighting.confidence > track.best.confidence) track.best = sighting;
        } else {
          track = { best: sighting, last: sighting, start, end };
          tracks.push(track);
        }
        continued.push(track);
      }
      open = continued;
    },
    spans: () =>
      tracks.map(({ best, start, end }) => ({ found: best, anchor: { start, end, box: best.box } })),
  };
}
