import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@filemill/rpc/client';
import { hastyFetch, type People, type SubmittedJob } from './people.ts';
import { sha256, type PlannedFile } from './workload.ts';

type File = Awaited<ReturnType<Client['listFiles']>>['files'][number];

/** Everything that doesn't add up, in words, by how bad it is. */
export interface Findings {
  /** Accepted, and not there, without its result, or at the wrong end. */
  lost: string[];
  /** There more than once: files, jobs, mails. */
  doubled: string[];
  /** Neither at its end nor on its way to one. */
  stuck: string[];
  mails: number;
}

const AT_A_TIME = 16;

/** Counts everything over the public API once all is quiet, against what was planned. */
export async function audit(people: People, jobs: SubmittedJob[], inbox: string): Promise<Findings> {
  const findings: Findings = { lost: [], doubled: [], stuck: [], mails: 0 };
  await auditList(people, jobs, findings);
  for (const job of jobs) await auditJob(people, job, findings);
  await auditMails(inbox, jobs, findings);
  return findings;
}

async function auditList(people: People, jobs: SubmittedJob[], findings: Findings): Promise<void> {
  const known = new Set(jobs.map(({ jobId }) => jobId));
  let cursor: string | undefined;
  do {
    const page = await people.patiently((client) => client.listJobs({ cursor, limit: 100 }));
    for (const { jobId, name } of page.jobs)
      if (!known.delete(jobId)) findings.doubled.push(`${name} is there once more, as ${jobId}`);
    cursor = page.cursor;
  } while (cursor);
  for (const jobId of known) findings.lost.push(`job ${jobId} is not in the list`);
}

async function auditJob(people: People, planned: SubmittedJob, findings: Findings): Promise<void> {
  const { jobId, name } = planned;
  const { job } = await people.patiently((client) => client.getJob({ jobId }));
  if (!job.endedAt) findings.stuck.push(`${name} is ${job.state}: ${JSON.stringify(job.counts)}`);
  const files = await listAll(people, jobId);
  const byId = new Map(files.map((file) => [file.fileId, file]));
  if (byId.size < files.length) findings.doubled.push(`${name} lists files twice`);
  if (byId.size > planned.files.length) findings.doubled.push(`${name} has ${byId.size} files`);
  for (const state of ['succeeded', 'failed'] as const) {
    const listed = files.filter((file) => file.state === state).length;
    if (job.counts[state] !== listed)
      findings.lost.push(`${name} counts ${job.counts[state]} files ${state}, and lists ${listed}`);
  }
  const left = planned.fileIds.map((fileId, i) => ({ file: byId.get(fileId), planned: planned.files[i]! }));
  const auditor = async () => {
    for (let next = left.pop(); next; next = left.pop()) await auditFile(people, next, findings);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, auditor));
}

async function listAll(people: People, jobId: string): Promise<File[]> {
  const files: File[] = [];
  let cursor: string | undefined;
  do {
    const page = await people.patiently((client) => client.listFiles({ jobId, cursor, limit: 500 }));
    files.push(...page.files);
    cursor = page.cursor;
  } while (cursor);
  return files;
}

async function auditFile(
  people: People,
  { file, planned }: { file: File | undefined; planned: PlannedFile },
  findings: Findings,
): Promise<void> {
  if (!file) return void findings.lost.push(`${planned.name} is not there`);
  const what = `${file.jobId}/${file.fileId} (${planned.text.slice(0, 30)})`;
  if (!['succeeded', 'failed'].includes(file.state)) {
    findings.stuck.push(`${what} is ${file.state} since ${file.since}`);
  } else if (planned.reasons.length > 0) {
    const code = file.error?.code ?? file.state;
    if (!planned.reasons.includes(code))
      findings.lost.push(`${what} is ${code} and not ${planned.reasons.join(' or ')}`);
  } else if (file.state === 'failed') {
    findings.lost.push(`${what} failed in attempt ${file.attempt}: ${file.error?.code}`);
  } else {
    const wrong = await checkResult(people, file, planned);
    if (wrong) findings.lost.push(`${what}: ${wrong}`);
  }
}

/** Reads the result as a person's program does; says what is wrong with it. */
async function checkResult(
  people: People,
  { jobId, fileId, results }: File,
  { text, sha256: hash }: PlannedFile,
): Promise<string | undefined> {
  if (results.join() !== 'text') return `has the results ${results.join() || 'none'}`;
  const ref = await people.patiently((client) => client.getResult({ jobId, fileId, analysis: 'text' }));
  const answer = await hastyFetch(ref.url);
  const body = await answer.text();
  if (!answer.ok) return `the result can't be read: ${answer.status} ${body}`;
  if (sha256(body) !== ref.sha256) return 'the result has another hash than its reference';
  const result = JSON.parse(body) as { media: { sha256: string }; pages: { text: string }[] };
  if (result.media.sha256 !== hash || result.pages[0]?.text !== text) return "the result is another file's";
  return undefined;
}

/** One mail for each job and no other; the id of a mail names its job and round. */
async function auditMails(inbox: string, jobs: SubmittedJob[], findings: Findings): Promise<void> {
  const wanted = new Map(jobs.map(({ jobId, name }) => [`job-ended/${jobId}/1`, name]));
  for (const id of await mailIds(inbox)) {
    findings.mails++;
    if (!wanted.delete(id)) findings.doubled.push(`there is a mail ${id} too many`);
  }
  for (const name of wanted.values()) findings.lost.push(`nobody was told that ${name} has ended`);
}

/** Ids of the mails in the folder of the inbox. */
export async function mailIds(inbox: string): Promise<string[]> {
  const names = await readdir(inbox).catch(() => []); // no mail yet: no folder
  const mails = names.filter((name) => name.endsWith('.json'));
  return Promise.all(
    mails.map(async (name) => (JSON.parse(await readFile(join(inbox, name), 'utf8')) as { id: string }).id),
  );
}
