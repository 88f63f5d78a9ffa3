import * as z from 'zod';

/**
 * Words for what a file is. The **kind** decides which analyses apply; the **media type** is read from the content,
 * never from the name.
 */
export const FILE_KINDS = ['document', 'image', 'audio', 'video'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export const ANALYSES = ['text', 'labels', 'faces', 'moderation', 'transcript'] as const;
export type Analysis = (typeof ANALYSES)[number];

/** What each kind can be analysed for; a job's options narrow this down. */
export const ANALYSES_OF_KIND: Record<FileKind, readonly Analysis[]> = {
  document: ['text'],
  image: ['text', 'labels', 'faces', 'moderation'],
  audio: ['transcript'],
  video: ['transcript', 'labels', 'faces', 'moderation', 'text'],
};

/** What was found out about a file by looking inside it. */
export const MediaInfo = z.object({
  kind: z.enum(FILE_KINDS),
  /** True media type by content, such as `image/heic`. */
  mediaType: z.string(),
  /** Bytes. */
  size: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Pages of a document, or pictures in a multi-page image. */
  pages: z.int().positive().optional(),
  /** Pixels of the upright first picture (EXIF orientation applied), or of the video's frame. */
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  /** Seconds. */
  duration: z.number().nonnegative().optional(),
  /** Names of the codecs of a recording's first sound and picture stream. */
  audioCodec: z.string().optional(),
  videoCodec: z.string().optional(),
});
export type MediaInfo = z.infer<typeof MediaInfo>;

/** What a person can choose for a job. */
export const AnalysisOptions = z.object({
  /** Analyses to do, where they apply to the file's kind; all that apply if absent. */
  analyses: z.array(z.enum(ANALYSES)).min(1).optional(),
  /** Languages the text may be in, as ISO 639-1 codes, most likely first. Default: `['en']` for OCR, detected for speech. */
  languages: z
    .array(z.string().regex(/^[a-z]{2}$/))
    .min(1)
    .max(4)
    .optional(),
});
export type AnalysisOptions = z.infer<typeof AnalysisOptions>;

/** The analyses to do on a file of this kind under these options, in a fixed order. */
export function analysesFor(kind: FileKind, options: AnalysisOptions): Analysis[] {
  return ANALYSES_OF_KIND[kind].filter((a) => !options.analyses || options.analyses.includes(a));
}
