import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { isEndedJob, isTerminalFile, Receipt, type FileRecord, type JobRecord } from '@filemill/core';
import type { ChaosWorld } from './chaos-world.ts';

/** Looks at a job again and again, and remembers what may not change any more. */
export class Account {
  readonly #world: ChaosWorld;
  readonly #jobId: string;
  #ended = new Map<string, string>();

  constructor(world: ChaosWorld, jobId: string) {
    this.#world = world;
    this.#jobId = jobId;
  }

  /** Another try was asked for, which is all that may change a file that has ended. */
  reopened(): void {
    this.#ended.clear();
  }

  /** What holds at any time. */
  async look(): Promise<{ job: JobRecord; files: FileRecord[] }> {
    const { jobs } = this.#world.sound;
    const job = (await jobs.getJob(this.#jobId))!;
    const { items: files } = await jobs.listFiles({ jobId: this.#jobId, limit: 1000 });
    const counts = (await jobs.countFiles(this.#jobId))!;
    assert.equal(files.length, job.fileCount, 'every accepted file is there');
    for (const [state, count] of Object.entries(counts)) {
      assert.equal(files.filter((file) => file.state === state).length, count, `files ${state}`);
    }
    if (job.state === 'reopening') this.reopened();
    else for (const file of files) this.#lookAtFile(file);
    if (isEndedJob(job.state))
      assert.ok(
        files.every(({ state }) => isTerminalFile(state)),
        'none is open',
      );
    return { job, files };
  }

  /** What holds once all is quiet. `texts` are the files' contents, in the manifest's order. */
  async lookAtEnd(texts: string[]): Promise<void> {
    const { job, files } = await this.look();
    assert.ok(isEndedJob(job.state), `the job is ${job.state} for ever`);
    for (const [index, file] of files.entries()) await this.#lookAtResult(file, texts[index]!);
    await this.#lookAtReceipts(job, files);
    if (job.state === 'cancelled') return;
    const mail = this.#world.mails.get(`job-ended/${job.jobId}/${job.round}`);
    const succeeded = files.filter(({ state }) => state === 'succeeded').length;
    assert.match(mail?.text ?? 'no mail', new RegExp(`^${succeeded} of ${files.length} files`));
  }

  #lookAtFile(file: FileRecord): void {
    if (!isTerminalFile(file.state)) return;
    const { state, since, results, error } = file;
    const end = JSON.stringify({ state, since, results, error });
    assert.equal(this.#ended.get(file.fileId) ?? end, end, `${file.fileId} ended once`);
    this.#ended.set(file.fileId, end);
  }

  async #lookAtReceipts(job: JobRecord, files: FileRecord[]): Promise<void> {
    const key = `${job.jobId}/receipts/${job.round}/${files[0]!.fileId}.jsonl`;
    const lines = (await text(await this.#world.sound.blobs.get('results', key))).trimEnd().split('\n');
    const receipts = lines.map((line) => Receipt.parse(JSON.parse(line)));
    const ends = (some: { fileId: string; state: string }[]) =>
      some.map(({ fileId, state }) => [fileId, state]);
    assert.deepEqual(ends(receipts), ends(files));
  }

  async #lookAtResult(file: FileRecord, content: string): Promise<void> {
    if (file.state === 'cancelled') return assert.deepEqual(file.results, []);
    if (content.startsWith('fail')) return assert.equal(file.error?.code, 'file.corrupt');
    assert.deepEqual([file.state, file.error], ['succeeded', undefined]);
    assert.deepEqual(
      file.results.map(({ analysis }) => analysis),
      ['text'],
    );
    const result = JSON.parse(await text(await this.#world.sound.blobs.get('results', file.results[0]!.key)));
    assert.equal(result.pages[0].text, content);
  }
}
