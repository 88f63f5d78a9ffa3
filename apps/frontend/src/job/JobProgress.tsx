import {
  formatBytes,
  formatCount,
  formatItems,
  formatRelative,
  formatTimeLeft,
  ProgressBar,
} from '@filemill/ui';
import type { JobView } from '../api/types.ts';
import { useJobUpload } from '../uploads/index.ts';
import { useJobProgress } from './use-progress.ts';
import classes from './JobProgress.module.css';

/** Progress of a job under way: how far, what is happening now, how long still. */
export function JobProgress({ job }: { job: JobView }) {
  return job.state === 'uploading' ? <Uploading job={job} /> : <Analysing job={job} />;
}

function Analysing({ job }: { job: JobView }) {
  const { share, note, timeLeft } = useJobProgress(job);
  return (
    <Line share={share} label={`Analysis of ${job.name}`} left={note ?? 'Waiting for a free engine'}>
      {Math.floor(share * 100)} %{timeLeft && `, ${formatTimeLeft(timeLeft)}`}
    </Line>
  );
}

function Uploading({ job }: { job: JobView }) {
  const upload = useJobUpload(job.jobId);
  const arrived = job.fileCount - (job.counts.pending ?? 0);
  const files = `${formatCount(arrived)} of ${formatCount(job.fileCount)} files have arrived`;
  if (!upload) {
    const missing = formatItems(job.counts.pending ?? 0, 'file');
    const time = formatRelative(job.uploadDeadline).replace('in ', '');
    return (
      <Line
        share={arrived / job.fileCount}
        label={`Upload of ${job.name}`}
        left={`${missing} did not arrive from this window and can for another ${time}`}
      >
        {files}
      </Line>
    );
  }
  const { sentBytes, totalBytes } = upload;
  return (
    <Line share={totalBytes === 0 ? 1 : sentBytes / totalBytes} label={`Upload of ${job.name}`} left={files}>
      {formatBytes(sentBytes)} of {formatBytes(totalBytes)}
    </Line>
  );
}

interface LineProps {
  share: number;
  label: string;
  left: string;
  children: React.ReactNode;
}

function Line({ share, label, left, children }: LineProps) {
  return (
    <div className={classes.progress}>
      <ProgressBar share={share} label={label} />
      <div className={classes.words}>
        <bdi className={classes.note}>{left}</bdi>
        <span className={classes.left}>{children}</span>
      </div>
    </div>
  );
}
