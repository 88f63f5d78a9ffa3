import assert from 'node:assert/strict';
import type { FileRecord } from '../../file.ts';
import type { JobRecord } from '../../job.ts';
import { iso } from '../clock.ts';
import type { JobStore, Page } from '../job-store.ts';

const EPOCH = Date.UTC(2030, 0, 1);

/** A time, by seconds after the beginning of the contract's world. */
export function second(n: number): string {
  return iso(EPOCH + n * 1000);
}

export function draft(jobId: string, members: Partial<JobRecord> = {}): JobRecord {
  return {
    jobId,
    owner: 'ada',
    name: `Job ${jobId}`,
    state: 'draft',
    since: second(0),
    options: { languages: ['en', 'de'] },
    fileCount: 0,
    totalBytes: 0,
    createdAt: second(0),
    uploadDeadline: second(86_400),
    round: 0,
    ...members,
  };
}

export function pending(jobId: string, index: number, members: Partial<FileRecord> = {}): FileRecord {
  const fileId = String(index + 1).padStart(6, '0');
  return {
    jobId,
    fileId,
    name: `scans/ümläut 🗎 ${index}.png`,
    size: 10 + index,
    contentType: 'image/png',
    key: `jobs/${jobId}/${fileId}`,
    state: 'pending',
    since: second(0),
    attempt: 0,
    tries: 0,
    attempts: [],
    results: [],
    previews: [],
    failures: [],
    ...members,
  };
}

/** A job in state `uploading` with so many pending files. */
export async function addJob(
  store: JobStore,
  jobId: string,
  { files = 0, ...members }: Partial<JobRecord> & { files?: number } = {},
): Promise<void> {
  await store.createJob(draft(jobId, { fileCount: files, ...members }));
  await store.addFiles(Array.from({ length: files }, (_, index) => pending(jobId, index)));
  const at = members.since ?? second(0);
  const { applied } = await store.moveJob({ jobId, from: ['draft'], to: 'uploading', at });
  assert.ok(applied, 'a new draft can be frozen');
}

/** A running file in attempt 1, leased until second 60. */
export async function addRunningFile(store: JobStore, jobId: string): Promise<string> {
  await addJob(store, jobId, { files: 1 });
  const fileId = '000001';
  await store.moveFile({ jobId, fileId, from: ['pending'], to: 'uploaded', at: second(1) });
  await store.moveFile({ jobId, fileId, from: ['uploaded'], to: 'queued', at: second(2) });
  const set = { attempt: 1, tries: 1, leaseUntil: second(60) };
  const { applied } = await store.moveFile({
    jobId,
    fileId,
    from: ['queued'],
    to: 'running',
    at: second(3),
    set,
  });
  assert.ok(applied, 'a queued file can be leased');
  return fileId;
}

/** Every item of a list, page by page; `between` runs after each page. */
export async function readAll<T>(
  list: (cursor?: string) => Promise<Page<T>>,
  between: (items: T[]) => Promise<void> = async () => undefined,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(cursor);
    all.push(...page.items);
    await between(page.items);
    cursor = page.cursor;
  } while (cursor);
  return all;
}
