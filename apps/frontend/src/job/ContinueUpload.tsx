import { useMutation } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { FileView, JobView } from '../api/types.ts';
import type { ChosenFile } from '../new-job/collect.ts';
import { PickButtons } from '../new-job/PickButtons.tsx';
import { uploads, useJobUpload } from '../uploads/index.ts';
import { matchFiles } from './match-files.ts';
import classes from './JobPage.module.css';

/** A job whose upload this window does not carry, after a reload for example, goes on with the files chosen again. */
export function ContinueUpload({ job }: { job: JobView }) {
  const upload = useJobUpload(job.jobId);
  const resume = useMutation({
    meta: { failure: 'The upload could not go on' },
    mutationFn: async (chosen: ChosenFile[]) => {
      const files = matchFiles(await listMissing(job.jobId), chosen);
      if (files.length === 0)
        throw new Error('None of the chosen files is one that is missing. Choose others.');
      uploads.add(job, files);
    },
  });
  if (job.state !== 'uploading' || upload) return null;
  return (
    <div className={classes.resume}>
      <span>To go on, choose the same files or their folder again; what has arrived is not sent twice.</span>
      <PickButtons onPick={resume.mutate} />
    </div>
  );
}

async function listMissing(jobId: string): Promise<FileView[]> {
  const missing: FileView[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.listFiles({ jobId, state: 'pending', limit: 500, cursor });
    missing.push(...page.files);
    cursor = page.cursor;
  } while (cursor);
  return missing;
}
