import { formatBytes, formatDuration, formatItems, RelativeTime, StateBadge } from '@filemill/ui';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconBan, IconDots, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { isActive, useJobActions } from '../api/jobs.ts';
import { jobState } from '../api/state.ts';
import type { JobView } from '../api/types.ts';
import { uploads } from '../uploads/index.ts';
import { ConfirmDelete } from './ConfirmDelete.tsx';
import classes from './JobPage.module.css';

/** Name, state and facts of a job, and what can be done with it as a whole. */
export function JobHeader({ job }: { job: JobView }) {
  const { cancel, retry } = useJobActions(job.jobId);
  const [deleting, setDeleting] = useState(false);
  const active = isActive(job);
  const again = (job.counts.failed ?? 0) + (job.counts.cancelled ?? 0);
  return (
    <header className={classes.header}>
      <div className={classes.names}>
        <div className={classes.title}>
          <h1 title={job.name}>
            <bdi>{job.name}</bdi>
          </h1>
          <StateBadge state={jobState(job.state)} since={job.since} />
        </div>
        <div className={classes.facts}>
          <span>{formatItems(job.fileCount, 'file')}</span>
          <span>{formatBytes(job.totalBytes)}</span>
          <span>
            made <RelativeTime iso={job.createdAt} />
          </span>
          {job.endedAt && !active && (
            <span>took {formatDuration(tookSeconds(job.createdAt, job.endedAt))}</span>
          )}
        </div>
      </div>
      <div className={classes.actions}>
        {!active && again > 0 && (
          <Button
            variant="light"
            leftSection={<IconRefresh size={16} />}
            loading={retry.isPending}
            onClick={() => retry.mutate(undefined)}
          >
            Retry {formatItems(again, 'file')}
          </Button>
        )}
        {active && (
          <Button
            variant="default"
            leftSection={<IconBan size={16} />}
            loading={cancel.isPending}
            onClick={() => {
              uploads.drop(job.jobId);
              cancel.mutate();
            }}
          >
            Cancel job
          </Button>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={36} variant="default" aria-label="More for this job">
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDeleting(true)}>
              Delete job …
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <ConfirmDelete job={job} opened={deleting} onClose={() => setDeleting(false)} />
    </header>
  );
}

const tookSeconds = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
