import type { FileKind, MediaInfo } from '@filemill/core';

/** The media types that can be analysed, each under one name, and the kind that each is. */
export const KIND_OF_TYPE = {
  'application/pdf': 'document',
  'text/plain': 'document',
  'text/csv': 'document',
  'text/markdown': 'document',
  'text/html': 'document',
  'message/rfc822': 'document',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'document',
  'application/vnd.oasis.opendocument.text': 'document',
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/webp': 'image',
  'image/gif': 'image',
  'image/avif': 'image',
  'image/tiff': 'image',
  'image/bmp': 'image',
  'image/heic': 'image',
  'audio/aac': 'audio',
  'audio/aiff': 'audio',
  'audio/amr': 'audio',
  'audio/ape': 'audio',
  'audio/flac': 'audio',
  'audio/matroska': 'audio',
  'audio/mp4': 'audio',
  'audio/mpeg': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'audio/wavpack': 'audio',
  'audio/webm': 'audio',
  'audio/x-caf': 'audio',
  'audio/x-ms-wma': 'audio',
  'video/3gpp': 'video',
  'video/avi': 'video',
  'video/flv': 'video',
  'video/matroska': 'video',
  'video/mp2t': 'video',
  'video/mp4': 'video',
  'video/mpeg': 'video',
  'video/ogg': 'video',
  'video/quicktime': 'video',
  'video/webm': 'video',
  'video/x-ms-wmv': 'video',
} as const satisfies Record<string, FileKind>;

export type KnownType = keyof typeof KIND_OF_TYPE;

export const OFFICE_TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
} as const satisfies Record<string, KnownType>;

/** Other names under which detectors know a supported type. */
const ALIASES: Record<string, KnownType> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/x-ms-asf': 'audio/x-ms-wma',
  'application/vnd.ms-asf': 'video/x-ms-wmv',
  'video/x-ms-asf': 'video/x-ms-wmv',
  'image/heif': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heic',
  'video/3gpp2': 'video/3gpp',
  'video/vnd.avi': 'video/avi',
  'video/x-flv': 'video/flv',
  'video/x-m4v': 'video/mp4',
  'video/x-matroska': 'video/matroska',
  'video/MP1S': 'video/mpeg',
  'video/MP2P': 'video/mpeg',
};

/** The supported type of this name, whichever name it is. */
export function knownType(mediaType: string): KnownType | undefined {
  const bare = mediaType.split(';', 1)[0] ?? mediaType; // `audio/ogg; codecs=opus`
  if (Object.hasOwn(KIND_OF_TYPE, bare)) return bare as KnownType;
  return ALIASES[bare];
}

/** Whether there is anything to see of a file. */
export function hasPreviews({ kind, mediaType }: Pick<MediaInfo, 'kind' | 'mediaType'>): boolean {
  return kind === 'image' || kind === 'video' || mediaType === 'application/pdf';
}

/** The type of a recording by what is in it: an MP4 that holds sound alone is audio. */
export function recordingType(container: KnownType, hasPicture: boolean): KnownType {
  const [, format] = container.split('/');
  if (format === 'x-ms-wmv' || format === 'x-ms-wma') return hasPicture ? 'video/x-ms-wmv' : 'audio/x-ms-wma';
  return knownType(`${hasPicture ? 'video' : 'audio'}/${format}`) ?? container;
}
