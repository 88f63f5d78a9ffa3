import { isEndedJob, type FileCounts, type JobRecord } from '../job.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Mail, Mailer } from '../ports/mailer.ts';
import { endMailId } from './keys.ts';

/** Failed files that a mail names; the job's page has the rest. */
const NAMED_FAILURES = 10;

/**
 * Step 8. One e-mail for each end of a job, however often the event comes: the mail's id is made of the job and its
 * round, and the mailer sends no id twice.
 */
export async function notifyOwner(
  deps: {
    jobs: JobStore;
    mailer: Mailer;
    /** The address of an owner who wants mail. */
    addressOf: (owner: string) => string | undefined;
    /** The job's page. */
    linkTo: (jobId: string) => string;
  },
  { jobId, round }: { jobId: string; round: number },
): Promise<boolean> {
  const [job, counts] = await Promise.all([deps.jobs.getJob(jobId), deps.jobs.countFiles(jobId)]);
  const to = job && deps.addressOf(job.owner);
  if (!job || !counts || !to || job.round !== round) return false;
  if (job.state === 'running' || job.state === 'cancelling') {
    throw new Error(`job ${jobId} has not ended yet`); // the event overtook the write: it has to come again
  }
  if (job.state === 'cancelled' || !isEndedJob(job.state)) return false;
  const failed = await deps.jobs.listFiles({ jobId, state: 'failed', limit: NAMED_FAILURES });
  const failures = failed.items.map(
    (file) => `${oneLine(file.name)}: ${file.error?.message ?? 'no reason is known'}`,
  );
  await deps.mailer.send(mailOf(job, { to, counts, failures, link: deps.linkTo(jobId) }));
  return true;
}

function mailOf(
  job: JobRecord,
  { to, counts, failures, link }: { to: string; counts: FileCounts; failures: string[]; link: string },
): Mail {
  const name = oneLine(job.name);
  const total = job.fileCount;
  const subject =
    job.state === 'succeeded'
      ? `${name}: ${total === 1 ? 'the file is' : `all ${total} files are`} analysed`
      : `${name}: ${counts.failed} of ${total} files failed`;
  const summary = `${counts.succeeded} of ${total} files were analysed, ${counts.failed} failed.`;
  const more = counts.failed > failures.length ? [`… and ${counts.failed - failures.length} more`] : [];
  const list = [...failures, ...more];
  return {
    id: endMailId(job),
    to,
    subject,
    text: [summary, '', ...list.map((line) => `- ${line}`), '', `Open the job: ${link}`, ''].join('\n'),
    html: [
      `<h1>${escapeHtml(name)}</h1><p>${summary}</p>`,
      list.length > 0 ? `<ul>${list.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>` : '',
      `<p><a href="${escapeHtml(link)}">Open the job</a></p>`,
    ].join(''),
  };
}

/** A name may hold anything, also line ends; in a subject or a list it is one line. */
function oneLine(name: string): string {
  return name
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 200);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character]!);
}
