import { formatBytes, formatItems, ProgressBar } from '@filemill/ui';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useJobActions } from '../api/jobs.ts';
import { uploads } from './index.ts';
import type { JobUpload } from './uploads.ts';
import classes from './UploadTray.module.css';

/** One job in the tray: what is under way, what failed and why. */
export function TrayJob({ job }: { job: JobUpload }) {
  const { cancel } = useJobActions(job.jobId);
  const left = job.fileCount - job.doneCount - job.failed.length;
  return (
    <div className={classes.job}>
      <div className={classes.jobHead}>
        <Link to="/jobs/$jobId" params={{ jobId: job.jobId }} className={classes.jobName}>
          <bdi>{job.name}</bdi>
        </Link>
        <span className={classes.amount}>
          {formatBytes(job.sentBytes)} of {formatBytes(job.totalBytes)}
        </span>
      </div>
      {job.sending.map(({ fileId, name, size, sent }) => (
        <div key={fileId} className={classes.file}>
          <bdi className={classes.fileName}>{name}</bdi>
          <ProgressBar share={size === 0 ? 0 : sent / size} label={`Upload of ${name}`} size="thin" />
        </div>
      ))}
      {job.failed.slice(0, 5).map(({ fileId, name, message, code }) => (
        <p key={fileId} className={classes.failure}>
          <bdi>{name}</bdi>: {message} ({code})
        </p>
      ))}
      <div className={classes.actions}>
        {job.failed.length > 0 && (
          <Button size="compact-xs" variant="light" onClick={() => uploads.retry(job.jobId)}>
            Retry {formatItems(job.failed.length, 'file')}
          </Button>
        )}
        {left > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => {
              uploads.drop(job.jobId);
              cancel.mutate();
            }}
          >
            Cancel {formatItems(left, 'upload')}
          </Button>
        )}
      </div>
    </div>
  );
}
