import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, ORPCError, type Client } from '@filemill/rpc/client';
import { Random } from './random.ts';
import type { Server } from './server.ts';
import type { PlannedFile, PlannedJob } from './workload.ts';

/** A job that was made, and the ids of its planned files, in their order. */
export interface SubmittedJob extends PlannedJob {
  jobId: string;
  fileIds: string[];
}

const PATIENCE_MS = 10_000;
const UPLOADS_AT_A_TIME = 8;
/** Share of the uploads that are sent twice, and of those that are also reported, as browsers do. */
const AGAIN = 0.05;

/**
 * Those who use the server, as real clients do: they lose patience with an answer that doesn't come, ask again with the
 * same idempotency key, ask for a new permission to upload, and send again what was not acknowledged.
 */
export class People {
  readonly #server: Server;
  readonly #random: Random;
  #client: Client | undefined;
  /** Calls that had to be made again. */
  repeated = 0;

  constructor(server: Server, seed: number) {
    this.#server = server;
    this.#random = new Random(seed, 'people');
  }

  /** Makes a job and uploads its files; resolves when every byte is acknowledged. */
  async submit(job: PlannedJob, onMade: (job: SubmittedJob) => void): Promise<void> {
    const files = job.files.map(({ name, text }) => ({ name, size: Buffer.byteLength(text) }));
    const request = { name: job.name, files, idempotencyKey: `key of ${job.name}` };
    const made = await this.patiently((client) => client.createJob(request));
    const submitted = { ...job, jobId: made.job.jobId, fileIds: made.fileIds };
    onMade(submitted);
    const left = submitted.fileIds.map((fileId, i) => ({ fileId, file: job.files[i]! }));
    const uploader = async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        await this.#upload({ jobId: submitted.jobId, fileId: next.fileId }, next.file);
      }
    };
    await Promise.all(Array.from({ length: UPLOADS_AT_A_TIME }, uploader));
  }

  /** Calls until there is an answer. What the server refuses for good is thrown. */
  async patiently<T>(call: (client: Client) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        this.#client ??= createClient({ url: this.#server.url, fetch: hastyFetch });
        return await call(this.#client);
      } catch (error) {
        if (error instanceof ORPCError && error.status < 500) throw error;
        this.repeated++;
        await sleep(50);
      }
    }
  }

  async #upload(ref: { jobId: string; fileId: string }, file: PlannedFile): Promise<void> {
    const isSentTwice = this.#random.chance(AGAIN);
    const isReported = this.#random.chance(AGAIN);
    for (;;) {
      const sent = await this.#send(ref, file);
      if (!sent) continue;
      if (isSentTwice) await this.#send(ref, file);
      if (isReported) await this.patiently((client) => client.completeUpload(ref));
      return;
    }
  }

  /** Sends a file by one POST; false where that wasn't acknowledged. */
  async #send(ref: { jobId: string; fileId: string }, file: PlannedFile): Promise<boolean> {
    const grant = await this.patiently((client) => client.requestUpload(ref)).catch(ifTakenIn);
    if (!grant) return true; // an earlier try arrived, although its answer was lost
    if (grant.method !== 'post') throw new Error(`${file.name} is not small enough for one POST`);
    const form = new FormData();
    for (const [name, value] of Object.entries(grant.fields)) form.append(name, value);
    form.append('file', new Blob([file.text]));
    try {
      const answer = await hastyFetch(grant.url, { method: 'POST', body: form });
      await answer.arrayBuffer();
      if (answer.ok) return true;
    } catch {
      // no answer: the server is gone, or stands still
    }
    this.repeated++;
    await sleep(50);
    return false;
  }
}

/** A fetch that loses patience. */
export const hastyFetch: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });

function ifTakenIn(error: unknown): undefined {
  if (error instanceof ORPCError && error.code === 'job.wrong_state') return;
  throw error;
}
