import { formatBytes, formatItems } from '@filemill/ui';
import { Button, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useJobActions } from '../api/jobs.ts';
import type { JobView } from '../api/types.ts';
import { toastDone } from '../app/toast.ts';
import { uploads } from '../uploads/index.ts';
import classes from './ConfirmDelete.module.css';

interface ConfirmDeleteProps {
  job: JobView;
  opened: boolean;
  onClose: () => void;
}

/** Deleting can't be undone: it names what goes. */
export function ConfirmDelete({ job, opened, onClose }: ConfirmDeleteProps) {
  const navigate = useNavigate();
  const { remove } = useJobActions(job.jobId);
  const confirm = async () => {
    uploads.drop(job.jobId);
    await remove.mutateAsync();
    void toastDone(`“${job.name}” was deleted`);
    await navigate({ to: '/jobs' });
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Delete this job?" size={440}>
      <p className={classes.text}>
        <bdi className={classes.name}>{job.name}</bdi> goes for good, with its{' '}
        {formatItems(job.fileCount, 'original')} ({formatBytes(job.totalBytes)}) and all that was read from
        them.
      </p>
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => void confirm().catch(onClose)}>
          Delete {formatItems(job.fileCount, 'file')}
        </Button>
      </div>
    </Modal>
  );
}
