import { FILE_TRANSITIONS, isTerminalFile, type FileRecord } from '../file.ts';
import { JOB_TRANSITIONS, NO_FILES, type FileCounts, type JobRecord } from '../job.ts';
import type { JobMessage, TaskMessage } from '../messages.ts';
import { iso } from '../ports/clock.ts';
import type { Event } from '../ports/event-bus.ts';
import type { FileMove, FileUpdate, JobMove, JobStore } from '../ports/job-store.ts';

/** A message or event somewhere on its way. `hidden` until time passes: under a lease, or delayed. */
export interface Parcel<B> {
  id: number;
  body: B;
  hidden: boolean;
}

/** What a caller of the model may find wrong at once. */
export class Violation extends Error {}

/**
 * Everything that outlives a crash, as plain data, so that a state can be told from another by its JSON. Each method is
 * one write or read of the real stores: what happens inside of one can't be interrupted.
 */
export class Memory {
  now = Date.parse('2026-01-01T00:00:00Z');
  job!: JobRecord;
  files: FileRecord[] = [];
  objects: { key: string; size: number }[] = [];
  events: Parcel<Event>[] = [];
  jobMessages: Parcel<JobMessage>[] = [];
  tasks: Parcel<TaskMessage>[] = [];
  mails: string[] = [];
  ends = 0;
  #ids = 0;

  /** A job whose files have arrived; the events that say so are on the way. */
  begin(fileCount: number): void {
    const at = iso(this.now);
    this.job = {
      jobId: 'j',
      owner: 'o',
      name: 'j',
      state: 'uploading',
      since: at,
      options: {},
      fileCount,
      totalBytes: fileCount,
      createdAt: at,
      uploadDeadline: iso(this.now + 86_400_000),
      round: 0,
    };
    for (let n = 1; n <= fileCount; n++) this.#arrive(`00000${n}`, at);
  }

  #arrive(fileId: string, at: string): void {
    const key = `j/${fileId}`;
    const empty = { attempts: [], results: [], previews: [], failures: [] };
    const state = { state: 'pending', since: at, attempt: 0, tries: 0 } as const;
    this.files.push({ jobId: 'j', fileId, name: fileId, size: 1, contentType: '', key, ...state, ...empty });
    this.objects.push({ key, size: 1 });
    this.publish({ type: 'object.created', key, size: 1, etag: '' });
  }

  parcel<B>(body: B): Parcel<B> {
    return { id: ++this.#ids, body, hidden: false };
  }

  publish(event: Event): void {
    this.events.push(this.parcel(event));
  }

  /** The job store's methods that the path uses, without the waiting. */
  store = {
    getJob: () => structuredClone(this.job),
    getFile: (_: string, fileId: string) => structuredClone(this.#file(fileId)),
    countFiles: (): FileCounts => {
      const counts = { ...NO_FILES };
      for (const { state } of this.files) counts[state]++;
      return counts;
    },
    listFiles: ({ state, limit }: { state?: string; limit: number }) => ({
      items: structuredClone(this.files.filter((file) => !state || file.state === state).slice(0, limit)),
    }),
    listJobsByState: ({ state, before }: { state: string; before: string }) => ({
      items: this.job.state === state && this.job.since < before ? [structuredClone(this.job)] : [],
    }),
    listExpiredLeases: ({ before }: { before: string }) => ({
      items: structuredClone(
        this.files.filter((file) => file.state === 'running' && (file.leaseUntil ?? '') < before),
      ),
    }),
    moveJob: (move: JobMove) => this.#moveJob(move),
    moveFile: (move: FileMove) => this.#moveFile(move),
    updateFile: ({ fileId, in: states, attempt, set }: FileUpdate) => {
      const file = this.#file(fileId);
      const applied =
        !!file && states.includes(file.state) && (attempt === undefined || attempt === file.attempt);
      if (applied) Object.assign(file, set);
      return { applied };
    },
    getReusable: () => undefined,
    putReusable: () => {},
  } satisfies Partial<Record<keyof JobStore, unknown>>;

  /** Lets all leases end and all delays pass. */
  passTime(seconds: number): void {
    this.now += seconds * 1000;
    for (const parcel of [...this.events, ...this.jobMessages, ...this.tasks]) parcel.hidden = false;
  }

  #file(fileId: string): FileRecord | undefined {
    return this.files.find((file) => file.fileId === fileId);
  }

  #moveJob({ from, to, at, round, set }: JobMove): { applied: boolean; job: JobRecord } {
    const { job } = this;
    const applied = from.includes(job.state) && (round === undefined || round === job.round);
    if (applied) {
      if (!JOB_TRANSITIONS[job.state].includes(to)) throw new Violation(`job ${job.state} → ${to}`);
      if (set?.endedAt) this.ends++;
      Object.assign(job, set, { state: to, since: at });
    }
    return { applied, job: structuredClone(job) };
  }

  #moveFile({ fileId, from, to, at, attempt, leaseBefore, set }: FileMove): {
    applied: boolean;
    file?: FileRecord;
  } {
    const file = this.#file(fileId);
    if (!file) return { applied: false };
    const applied =
      from.includes(file.state) &&
      (attempt === undefined || attempt === file.attempt) &&
      (leaseBefore === undefined || (file.leaseUntil ?? '') < leaseBefore);
    if (applied) {
      if (isTerminalFile(file.state)) throw new Violation(`${fileId} was ${file.state} and became ${to}`);
      if (!FILE_TRANSITIONS[file.state].includes(to)) throw new Violation(`file ${file.state} → ${to}`);
      Object.assign(file, set, { state: to, since: at });
    }
    return { applied, file: structuredClone(file) };
  }
}
