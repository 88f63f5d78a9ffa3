/**
 * The whole path of a file with engines that cost nothing: how many files a second go through it, and whether a file
 * of a large job costs more than one of a small job. The clients that upload share the machine with the server.
 *
 * - `upload`: from the job's making to the last upload's answer; all of it HTTP, on both sides
 * - `work`: from there to the job's end: planning, analysing, completing. The server's own speed
 * - `CPU`: the server's own time on a processor meanwhile; it says less of what else the machine does
 *
 *     node bench/path.ts [--files 100,1000,10000] [--durability normal,full]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient, type Client } from '@filemill/rpc/client';
import { cpuSeconds, residentMegabytes } from './process-tree.ts';
import { urlFrom } from './server-job.ts';

const MAIN = join(import.meta.dirname, '../apps/standalone/src/main.ts');
/** Files of one job; more are several jobs at the same time. */
const JOB_FILES = 10_000;
const UPLOADS_AT_A_TIME = 16;
const WARM_UP_FILES = 200;

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100,1000,10000' },
    durability: { type: 'string', default: 'normal,full' },
  },
});

console.log(
  '| durability | files | upload files/s | work files/s | whole files/s | work CPU ms a file | × that of 1,000 | peak MB |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const durability of values.durability.split(',')) {
  const runs = [];
  for (const files of values.files.split(',').map(Number)) runs.push(await measure(files, durability));
  const usual = runs.find(({ files }) => files === 1000);
  for (const { files, upload, work, cpu, megabytes } of runs) {
    const speeds = [upload, work, upload + work].map((seconds) => Math.round(files / seconds));
    const ratio = usual ? (cpu / files / (usual.cpu / usual.files)).toFixed(2) : '–';
    console.log(
      `| ${durability} | ${files} | ${speeds.join(' | ')} | ${((cpu * 1000) / files).toFixed(2)} | ${ratio} | ${megabytes.toFixed(0)} |`,
    );
  }
}

/** Seconds of one run on a server of its own, which has seen a small job before. */
async function measure(files: number, durability: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
  const env = {
    ...process.env,
    FILEMILL_DATA: dataDir,
    FILEMILL_PORT: '0',
    FILEMILL_LOG: 'error',
    FILEMILL_ENGINES: 'none',
    FILEMILL_DURABILITY: durability,
  };
  const server = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let megabytes = 0;
  const sample = async () => (megabytes = Math.max(megabytes, await residentMegabytes(server.pid!)));
  try {
    const client = createClient({ url: await urlFrom(server.stdout) });
    const cpu = () => cpuSeconds(server.pid!);
    await runJobs(client, WARM_UP_FILES, cpu);
    const timer = setInterval(() => void sample(), 500);
    const seconds = await runJobs(client, files, cpu);
    clearInterval(timer);
    await sample();
    return { files, megabytes, ...seconds };
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
    await rm(dataDir, { recursive: true });
  }
}

async function runJobs(client: Client, files: number, cpu: () => Promise<number>) {
  const begin = performance.now();
  const jobIds: string[] = [];
  for (let left = files; left > 0; left -= JOB_FILES) {
    jobIds.push(await submit(client, Math.min(left, JOB_FILES)));
  }
  const uploaded = performance.now();
  const cpuBefore = await cpu();
  for (const jobId of jobIds) await untilEnded(client, jobId);
  const work = (performance.now() - uploaded) / 1000;
  return { upload: (uploaded - begin) / 1000, work, cpu: (await cpu()) - cpuBefore };
}

/** Makes a job of so many different small files and uploads them. */
async function submit(client: Client, count: number): Promise<string> {
  const salt = Math.random();
  const texts = Array.from({ length: count }, (_, i) => `file ${i} of the job ${salt}`);
  const files = texts.map((text, i) => ({ name: `${i}.txt`, size: text.length }));
  const { job, fileIds } = await client.createJob({ files });
  const left = [...fileIds.entries()];
  const uploader = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [i, fileId] = next;
      await upload(client, { jobId: job.jobId, fileId }, texts[i]!);
    }
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_A_TIME }, uploader));
  return job.jobId;
}

async function upload(client: Client, file: { jobId: string; fileId: string }, text: string): Promise<void> {
  const grant = await client.requestUpload(file);
  if (grant.method !== 'post') throw new Error('A small file is to be sent as one POST.');
  const form = new FormData();
  for (const [name, value] of Object.entries(grant.fields)) form.append(name, value);
  form.append('file', new Blob([text]));
  const answer = await fetch(grant.url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`A file was not taken: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function untilEnded(client: Client, jobId: string): Promise<void> {
  for (;;) {
    const { job } = await client.getJob({ jobId });
    if (job.endedAt && job.state !== 'succeeded') throw new Error(`The job ended as ${job.state}.`);
    if (job.endedAt) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
