import * as z from 'zod';
import { ANALYSES, AnalysisOptions, MediaInfo } from './media.ts';

/**
 * The result schema: one for all engines, embedded or AWS's. A **result** is the output of one **analysis** of one
 * file. It is made of **pieces** (words, cells, labels, faces, segments …), and each piece has an **anchor**, the place
 * in the original where it was found, and a **confidence** in 0..1.
 */
export const RESULT_SCHEMA = 'filemill.result/1';

/** `[left, top, width, height]`, each 0..1 of the upright page, picture or frame. */
export const Box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type Box = z.infer<typeof Box>;

/** On a page, 1-based. The box is in the frame of the *upright* page: `TextPage.rotation` is already applied. */
export const PageAnchor = z.strictObject({ page: z.int().positive(), box: Box });
export type PageAnchor = z.infer<typeof PageAnchor>;

/** In a document that has no fixed layout (DOCX, CSV, mail …): a range of characters of the page's `text`. */
export const CharsAnchor = z.strictObject({
  page: z.int().positive(),
  chars: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
export type CharsAnchor = z.infer<typeof CharsAnchor>;

/** In a picture, in the frame that EXIF orientation gives. */
export const ImageAnchor = z.strictObject({ box: Box });
export type ImageAnchor = z.infer<typeof ImageAnchor>;

/** In a recording, in seconds from its start; for a video frame also where in the frame. */
export const TimeAnchor = z.strictObject({
  start: z.number().nonnegative(),
  end: z.number().nonnegative(),
  box: Box.optional(),
});
export type TimeAnchor = z.infer<typeof TimeAnchor>;

/** Told apart by their members, and so strict about them: `page` + `box`, `page` + `chars`, `start`, or a lone `box`. */
export const Anchor = z.union([PageAnchor, CharsAnchor, TimeAnchor, ImageAnchor]);
export type Anchor = z.infer<typeof Anchor>;

export const Confidence = z.number().min(0).max(1);

const TextAnchor = z.union([PageAnchor, CharsAnchor, TimeAnchor]);

export const Word = z.object({ text: z.string(), anchor: TextAnchor, confidence: Confidence });
export type Word = z.infer<typeof Word>;

export const Line = z.object({
  text: z.string(),
  anchor: TextAnchor,
  confidence: Confidence,
  words: z.array(Word),
});
export type Line = z.infer<typeof Line>;

export const BLOCK_TYPES = ['title', 'heading', 'paragraph', 'list', 'table', 'code'] as const;

/** Lines that belong together. Blocks of a page are in reading order. */
export const Block = z.object({
  type: z.enum(BLOCK_TYPES),
  anchor: TextAnchor,
  confidence: Confidence,
  lines: z.array(Line),
});
export type Block = z.infer<typeof Block>;

/** `row` and `column` are 0-based. */
export const Cell = z.object({
  row: z.int().nonnegative(),
  column: z.int().nonnegative(),
  rowSpan: z.int().positive(),
  columnSpan: z.int().positive(),
  text: z.string(),
  anchor: TextAnchor,
  confidence: Confidence,
});
export type Cell = z.infer<typeof Cell>;

export const Table = z.object({
  rows: z.int().positive(),
  columns: z.int().positive(),
  cells: z.array(Cell),
  anchor: TextAnchor,
  confidence: Confidence,
  /** Name of a spreadsheet's sheet. */
  name: z.string().optional(),
});
export type Table = z.infer<typeof Table>;

/** A key and its value, read from the layout (`layout`) or from a fillable form (`form`). */
export const Field = z.object({
  key: z.string(),
  value: z.string(),
  keyAnchor: TextAnchor.optional(),
  anchor: TextAnchor,
  confidence: Confidence,
  source: z.enum(['layout', 'form']),
});
export type Field = z.infer<typeof Field>;

export const TextPage = z.object({
  page: z.int().positive(),
  /** Of the upright page: pixels of an image, points (1/72 inch) of a PDF page; 0 where there is no layout. */
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
  /** Degrees clockwise by which the original (EXIF orientation and PDF /Rotate applied) is turned to be upright. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** `layer`: the PDF's own text; `ocr`: recognised in the picture; `content`: the document's own text. */
  source: z.enum(['layer', 'ocr', 'content']),
  /** ISO 639-1 code of the page's main language, where it could be told. */
  language: z.string().optional(),
  /** Mean over the words; 1 for text that was not recognised but read. */
  confidence: Confidence,
  /** The page's text in reading order; lines end with \n, blocks are parted by an empty line. */
  text: z.string(),
  blocks: z.array(Block),
  tables: z.array(Table),
  fields: z.array(Field),
  /** For text in a video frame: when the frame is shown, in seconds. */
  time: TimeAnchor.optional(),
});
export type TextPage = z.infer<typeof TextPage>;

const VisualAnchor = z.union([TimeAnchor, ImageAnchor]);

/** One instance of a thing, a scene or an activity. */
export const Label = z.object({
  name: z.string(),
  confidence: Confidence,
  anchor: VisualAnchor,
});
export type Label = z.infer<typeof Label>;

const Guess = z.object({ value: z.string(), confidence: Confidence });

/** What the models say of a face; guesses about a person are guesses, and are named so. */
export const Face = z.object({
  anchor: VisualAnchor,
  confidence: Confidence,
  ageGuess: z.object({ years: z.number(), confidence: Confidence }).optional(),
  genderGuess: Guess.optional(),
  expressionGuess: Guess.optional(),
});
export type Face = z.infer<typeof Face>;

/** A hint for human review, never a verdict. */
export const ModerationFlag = z.object({
  category: z.string(),
  severity: z.enum(['hint', 'flag']),
  confidence: Confidence,
  anchor: VisualAnchor,
});
export type ModerationFlag = z.infer<typeof ModerationFlag>;

export const SpokenWord = z.object({ text: z.string(), anchor: TimeAnchor, confidence: Confidence });
export type SpokenWord = z.infer<typeof SpokenWord>;

export const Segment = z.object({
  text: z.string(),
  anchor: TimeAnchor,
  confidence: Confidence,
  language: z.string().optional(),
  speaker: z.string().optional(),
  words: z.array(SpokenWord),
});
export type Segment = z.infer<typeof Segment>;

/** Who made a result, of what, and how: enough to know when it can be used again for the same bytes. */
const Provenance = {
  schema: z.literal(RESULT_SCHEMA),
  engine: z.object({ name: z.string(), version: z.string() }),
  /** Each model file that the engine used. */
  models: z.array(z.object({ name: z.string(), sha256: z.string() })),
  options: AnalysisOptions,
  media: MediaInfo,
  /** Of the engine's work, by the wall clock. */
  seconds: z.number().nonnegative(),
};

export const TextResult = z.object({
  ...Provenance,
  analysis: z.literal('text'),
  pages: z.array(TextPage),
});
export const LabelsResult = z.object({
  ...Provenance,
  analysis: z.literal('labels'),
  labels: z.array(Label),
});
export const FacesResult = z.object({ ...Provenance, analysis: z.literal('faces'), faces: z.array(Face) });
export const ModerationResult = z.object({
  ...Provenance,
  analysis: z.literal('moderation'),
  flags: z.array(ModerationFlag),
});
export const TranscriptResult = z.object({
  ...Provenance,
  analysis: z.literal('transcript'),
  /** ISO 639-1 code of the main language; absent when nothing was said. */
  language: z.string().optional(),
  languageConfidence: Confidence.optional(),
  segments: z.array(Segment),
});

export const Result = z.discriminatedUnion('analysis', [
  TextResult,
  LabelsResult,
  FacesResult,
  ModerationResult,
  TranscriptResult,
]);
export type Result = z.infer<typeof Result>;
export type TextResult = z.infer<typeof TextResult>;
export type LabelsResult = z.infer<typeof LabelsResult>;
export type FacesResult = z.infer<typeof FacesResult>;
export type ModerationResult = z.infer<typeof ModerationResult>;
export type TranscriptResult = z.infer<typeof TranscriptResult>;

/** A result's members besides its pieces; every engine adds these to what it found. */
export type ResultHeader = Pick<Result, keyof typeof Provenance>;

/** The result schema as JSON Schema (draft 2020-12), as it is published with the API. */
export function resultJsonSchema(): object {
  return { ...z.toJSONSchema(Result), $id: RESULT_SCHEMA, title: 'Filemill result' };
}

/** Names of the results that can exist, for lists and file names: `text` is kept as `text.json`. */
export const RESULT_NAMES = ANALYSES;

/** The plain text of a result: reading order of the pages, or what was said, a segment a line; '' for the others. */
export function resultText(result: Result): string {
  if (result.analysis === 'text') return result.pages.map((page) => page.text.trimEnd()).join('\n\f\n');
  if (result.analysis === 'transcript')
    return result.segments.map((segment) => segment.text.trim()).join('\n');
  return '';
}
