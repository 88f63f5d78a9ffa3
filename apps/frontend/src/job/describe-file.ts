import { formatDuration, formatItems } from '@filemill/ui/format.ts';
import type { FileView } from '../api/types.ts';

/** What can be said of a file in one line: why it failed, what is happening, or what it is. */
export function describeFile(file: FileView): { text: string; isError: boolean } {
  if (file.error) return { text: `${file.error.message} (${file.error.code})`, isError: true };
  if (file.progress) return { text: file.progress.note, isError: false };
  const [failure] = file.failures;
  if (failure) return { text: `Without ${failure.analysis}: ${failure.error.message}`, isError: true };
  return { text: describeMedia(file.media), isError: false };
}

function describeMedia(media: FileView['media']): string {
  if (!media) return '';
  const { kind, mediaType, pages, width, height, duration } = media;
  return [
    typeName(mediaType),
    pages !== undefined && (pages > 1 || kind === 'document') && formatItems(pages, 'page'),
    width !== undefined && height !== undefined && `${width} × ${height}`,
    duration !== undefined && formatDuration(duration),
  ]
    .filter(Boolean)
    .join(', ');
}

const NAMES: Record<string, string> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'application/vnd.oasis.opendocument.text': 'ODT',
  'audio/mpeg': 'MP3',
  'message/rfc822': 'E-mail',
  'text/markdown': 'Markdown',
  'text/plain': 'Plain text',
};

/** `image/heic` → `HEIC`: the true type, in the word that people use. */
export function typeName(mediaType: string): string {
  return (
    NAMES[mediaType] ??
    mediaType
      .replace(/^[^/]*\/(x-|vnd\.)?/, '')
      .replace(/\+.*$/, '')
      .toUpperCase()
  );
}
