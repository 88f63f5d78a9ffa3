import type { Readable } from 'node:stream';
import type { Bucket, ObjectInfo } from '../ports/blob-store.ts';
import type { JobStore } from '../ports/job-store.ts';

/** What an audit reads; nothing here writes. */
export interface AuditSources {
  jobs: Pick<JobStore, 'getJob' | 'countFiles' | 'listFiles' | 'listJobsByState'>;
  blobs: {
    list(
      bucket: Bucket,
      prefix: string,
      cursor?: string,
    ): Promise<{ objects: ObjectInfo[]; cursor?: string }>;
    get(bucket: Bucket, key: string): Promise<Readable>;
    /** Bytes that are really there; undefined where there are none, whatever the list says. */
    storedSize(bucket: Bucket, key: string): Promise<number | undefined>;
  };
  mails: { has(id: string): Promise<boolean> };
  /** What is on its way to a job's files or listeners, received or not; also dead letters that a sweep looks at. */
  messagesOf(jobId: string): Promise<InTransit>;
  /** Whether mail is sent to this owner at all. */
  isMailed(owner: string): boolean;
  /** Runs a look at one job on one unchanging state of the store. */
  snapshot<T>(look: () => Promise<T>): Promise<T>;
}

export interface InTransit {
  /** Tasks, as `<file id>@<round>`. */
  tasks: ReadonlySet<string>;
  /** Rounds whose end somebody has still to hear of: who sends the e-mail, and who writes the receipts. */
  unmailed: ReadonlySet<number>;
  unreceipted: ReadonlySet<number>;
}
