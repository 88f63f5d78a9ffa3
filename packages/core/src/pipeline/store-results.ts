import type { FileRecord, PreviewRef, ResultRef } from '../file.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { FileAnalysis } from '../ports/engines.ts';
import { resultKey } from './keys.ts';

/** Stores what the engines wrote, under keys of this attempt, and says where everything is. */
export async function storeResults(
  blobs: BlobStore,
  file: FileRecord,
  analysis: FileAnalysis,
): Promise<Pick<FileRecord, 'results' | 'previews' | 'failures'>> {
  const results: ResultRef[] = [];
  for (const { path, ...result } of analysis.results) {
    const key = resultKey(file, file.attempt, `${result.analysis}.json`);
    results.push({ ...result, key, ...(await blobs.putFile('results', key, path, 'application/json')) });
  }
  const previews: PreviewRef[] = [];
  for (const { name, path, mediaType } of analysis.previews) {
    const key = resultKey(file, file.attempt, name);
    await blobs.putFile('results', key, path, mediaType);
    previews.push({ name, key, mediaType });
  }
  return { results, previews, failures: analysis.failures };
}
