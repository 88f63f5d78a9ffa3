import type {
  BlobStore,
  ErrorRecord,
  FileCounts,
  FileRecord,
  JobRecord,
  JobStore,
  Progress,
} from '@filemill/core';
import type { ErrorView, FileDetailView, FileView, JobView } from './views.ts';

/** Records as the API shows them. Links are signed for minutes and made anew on each call. */
const LINK_SECONDS = 15 * 60;
const THUMBNAIL = 'thumbnail.webp';

export function jobView(job: JobRecord, counts: FileCounts): JobView {
  const { jobId, name, since, createdAt, endedAt, uploadDeadline, options, fileCount, totalBytes, state } =
    job;
  return {
    jobId,
    name,
    state,
    since,
    createdAt,
    endedAt,
    uploadDeadline,
    options,
    fileCount,
    totalBytes,
    counts,
  };
}

export async function fileView(blobs: BlobStore, file: FileRecord, progress?: Progress): Promise<FileView> {
  const { jobId, fileId, name, size, state, since, attempt, kind, media } = file;
  const thumbnail = file.previews.find((preview) => preview.name === THUMBNAIL);
  return {
    jobId,
    fileId,
    name,
    size,
    state,
    since,
    attempt,
    kind,
    media,
    results: file.results.map(({ analysis }) => analysis),
    failures: file.failures.map(({ analysis, error }) => ({ analysis, error: errorView(error) })),
    ...(file.error && { error: errorView(file.error) }),
    ...(state === 'running' && progress && { progress }),
    ...(thumbnail && { thumbnailUrl: await link(blobs, 'results', thumbnail.key, thumbnail.mediaType) }),
  };
}

export async function fileDetailView(
  deps: { blobs: BlobStore; jobs: JobStore },
  file: FileRecord,
  around: { previousFileId?: string; nextFileId?: string },
): Promise<FileDetailView> {
  const { blobs, jobs } = deps;
  const progress = (await jobs.getProgress(file.jobId, [file.fileId])).get(file.fileId);
  const previews = file.previews.filter(({ name }) => name !== THUMBNAIL);
  return {
    file: await fileView(blobs, file, progress),
    ...(file.uploadedAt && (await originalLinks(blobs, file))),
    previews: await Promise.all(
      previews.map(async ({ name, key, mediaType }) => ({
        name,
        mediaType,
        url: await link(blobs, 'results', key, mediaType),
      })),
    ),
    attempts: file.attempts.map(({ error, ...attempt }) => ({
      ...attempt,
      ...(error && { error: errorView(error) }),
    })),
    ...around,
  };
}

async function originalLinks(blobs: BlobStore, file: FileRecord) {
  const mediaType = file.media?.mediaType ?? 'application/octet-stream';
  const download = file.name.slice(file.name.lastIndexOf('/') + 1) || 'file';
  return {
    originalUrl: await link(blobs, 'uploads', file.key, mediaType),
    downloadUrl: await blobs.presignGet('uploads', file.key, { expiresSeconds: LINK_SECONDS, download }),
  };
}

export function link(
  blobs: BlobStore,
  bucket: 'uploads' | 'results',
  key: string,
  mediaType: string,
): Promise<string> {
  return blobs.presignGet(bucket, key, { expiresSeconds: LINK_SECONDS, mediaType });
}

/** The cause stays inside: it is for operators. */
function errorView({ code, message }: ErrorRecord): ErrorView {
  return { code, message };
}
