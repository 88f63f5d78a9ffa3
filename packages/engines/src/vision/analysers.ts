import type { Box, TimeAnchor } from '@filemill/core';
import type { ModelName } from '../models/catalogue.ts';
import type { writeResult } from '../result-file.ts';
import type { Found } from './boxes.ts';
import { FACE_MODELS, loadFaceDetector, type FoundFace } from './faces.ts';
import { loadModerator, MODERATION_MODELS, type FoundFlag } from './moderation.ts';
import { loadObjectDetector, OBJECT_MODELS, type FoundObject } from './objects.ts';
import type { Picture } from './picture.ts';
import { createTimeline } from './timeline.ts';

type Pieces = Parameters<typeof writeResult>[1];

/** One of the analyses that look at pictures. */
export interface Analyser {
  models: readonly ModelName[];
  /** What is looked for, in words for the progress. */
  subject: string;
  /** Begins the analysis of one file. Its nets are loaded once a process. */
  begin(modelsDir?: string): Promise<Sighting>;
}

/** The analysis of one file: one picture, or the frames of a video in their order. */
export interface Sighting {
  look(picture: Picture, stretch?: { start: number; end: number }): Promise<void>;
  pieces(): Pieces;
}

/** One thing that was found, and where: in the picture, or from when to when in the video. */
interface Placed<T> {
  found: T;
  anchor: { box: Box } | TimeAnchor;
}

interface Spec<T extends Found> {
  models: readonly ModelName[];
  subject: string;
  load(modelsDir?: string): Promise<(picture: Picture) => Promise<T[]>>;
  /** In a video: whether sightings in two frames may be of one thing, and how much their boxes then overlap at least. */
  isSameKind(a: T, b: T): boolean;
  minOverlap: number;
  pieces(placed: Placed<T>[]): Pieces;
}

function analyser<T extends Found>({ models, subject, load, ...spec }: Spec<T>): Analyser {
  const loaded = new Map<string | undefined, ReturnType<typeof load>>();
  return {
    models,
    subject,
    async begin(modelsDir) {
      if (!loaded.has(modelsDir)) loaded.set(modelsDir, load(modelsDir));
      const detect = await loaded.get(modelsDir)!;
      const still: Placed<T>[] = [];
      const timeline = createTimeline(spec.isSameKind, spec.minOverlap);
      return {
        async look(picture, stretch) {
          const found = (await detect(picture)).map(tidy);
          if (stretch) timeline.add(stretch, found);
          else still.push(...found.map((thing) => ({ found: thing, anchor: { box: thing.box } })));
        },
        pieces: () => spec.pieces([...still, ...timeline.spans()]),
      };
    },
  };
}

/** More digits would say nothing and fill the result. */
function tidy<T extends Found>(found: T): T {
  const box = found.box.map((value) => Math.round(value * 1e4) / 1e4) as Box;
  return { ...found, box, confidence: Math.round(found.confidence * 1e3) / 1e3 };
}

export const ANALYSERS = {
  labels: analyser<FoundObject>({
    models: OBJECT_MODELS,
    subject: 'objects',
    load: loadObjectDetector,
    isSameKind: (a, b) => a.name === b.name,
    minOverlap: 0,
    pieces: (placed) => ({
      analysis: 'labels',
      labels: placed.map(({ found: { name, confidence }, anchor }) => ({ name, confidence, anchor })),
    }),
  }),
  faces: analyser<FoundFace>({
    models: FACE_MODELS,
    subject: 'faces',
    load: loadFaceDetector,
    isSameKind: () => true,
    minOverlap: 0.2, // nothing but the place says that it is still the same person
    pieces: (placed) => ({
      analysis: 'faces',
      faces: placed.map(({ found: { confidence, traits }, anchor }) => ({ anchor, confidence, ...traits })),
    }),
  }),
  moderation: analyser<FoundFlag>({
    models: MODERATION_MODELS,
    subject: 'content to review',
    load: loadModerator,
    isSameKind: (a, b) => a.category === b.category,
    minOverlap: 0,
    pieces: (placed) => ({
      analysis: 'moderation',
      flags: placed.map(({ found: { category, severity, confidence }, anchor }) => ({
        ...{ category, severity, confidence, anchor },
      })),
    }),
  }),
};
