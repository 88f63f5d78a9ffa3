import { FilemillError, type ErrorCode } from '../errors.ts';
import type { FileRecord } from '../file.ts';
import type { JobRecord } from '../job.ts';
import { analysesFor, type MediaInfo } from '../media.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Scratch } from '../ports/scratch.ts';
import { RESULT_SCHEMA } from '../results.ts';
import { resultKey } from './keys.ts';

const GONE: readonly ErrorCode[] = ['file.not_found', 'storage.damaged'];

type Stored = Pick<FileRecord, 'results' | 'previews' | 'failures' | 'reusedSeconds'>;

/**
 * Names what a result hangs on: whose it is, the bytes, what was asked for, and the version of the machinery. Nobody
 * is ever given another owner's result, so that a hash can't be used to ask who has a file.
 */
export function reuseKeyOf(job: JobRecord, media: MediaInfo, enginesVersion: string): string {
  const analyses = analysesFor(media.kind, job.options).join('+');
  const languages = job.options.languages?.join('+') ?? '';
  return [RESULT_SCHEMA, enginesVersion, job.owner, media.sha256, analyses, languages].join('|');
}

/**
 * Copies of the results of an equal file, if there is one whose objects are still there. They are copies, so that each
 * job can be deleted without the other.
 */
export async function findReusable(
  deps: { jobs: JobStore; blobs: BlobStore; scratch: Scratch },
  file: FileRecord,
  reuseKey: string,
): Promise<Stored | undefined> {
  const known = await deps.jobs.getReusable(reuseKey);
  if (!known || (known.jobId === file.jobId && known.fileId === file.fileId)) return undefined;
  const objects = [...known.results, ...known.previews];
  const heads = await Promise.all(objects.map(({ key }) => deps.blobs.head('results', key)));
  if (heads.includes(undefined)) return undefined;
  try {
    return await copyAll(deps, file, known);
  } catch (error) {
    // The other job was deleted between the look and the copy, or its bytes are gone: the work is done anew.
    if (error instanceof FilemillError && GONE.includes(error.code)) return undefined;
    throw error;
  }
}

function copyAll(
  deps: { blobs: BlobStore; scratch: Scratch },
  file: FileRecord,
  known: Stored,
): Promise<Stored> {
  return deps.scratch.use(async (dir) => ({
    failures: known.failures,
    reusedSeconds: known.results.reduce((sum, { seconds }) => sum + seconds, 0),
    results: await Promise.all(
      known.results.map(async (result) => ({
        ...result,
        key: await copy(deps.blobs, file, dir, {
          ...result,
          name: `${result.analysis}.json`,
          mediaType: 'application/json',
        }),
        seconds: 0,
      })),
    ),
    previews: await Promise.all(
      known.previews.map(async (preview) => ({
        ...preview,
        key: await copy(deps.blobs, file, dir, preview),
      })),
    ),
  }));
}

async function copy(
  blobs: BlobStore,
  file: FileRecord,
  dir: string,
  from: { key: string; name: string; mediaType: string },
): Promise<string> {
  const key = resultKey(file, file.attempt, from.name);
  await blobs.download('results', from.key, `${dir}/${from.name}`);
  await blobs.putFile('results', key, `${dir}/${from.name}`, from.mediaType);
  return key;
}

/** Results in which an analysis failed are not worth keeping for others: the next attempt may do better. */
export async function rememberReusable(
  deps: { jobs: JobStore },
  file: FileRecord,
  reuseKey: string,
  made: Stored & { kind: MediaInfo['kind']; media: MediaInfo },
): Promise<void> {
  if (made.failures.length > 0) return;
  await deps.jobs.putReusable(reuseKey, { jobId: file.jobId, fileId: file.fileId, ...made });
}
