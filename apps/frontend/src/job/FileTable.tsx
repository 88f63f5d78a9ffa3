import { DataTable, formatBytes, KindIcon, splitName, StateBadge, type Column } from '@filemill/ui';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { isActive, useJobActions } from '../api/jobs.ts';
import { fileState } from '../api/state.ts';
import type { FileView } from '../api/types.ts';
import { describeFile } from './describe-file.ts';
import type { FilesProps } from './FilesView.tsx';
import classes from './FileTable.module.css';

/** A job's files as rows, with what is known of each, or why it failed. */
export function FileTable({ job, count, row, current, onOpen, onRange }: FilesProps) {
  const { retry } = useJobActions(job.jobId);
  const columns: Column<FileView>[] = [
    { id: 'name', title: 'File', width: 'minmax(140px, 2fr)', render: (file) => <FileName file={file} /> },
    {
      id: 'state',
      title: 'State',
      width: '112px',
      render: ({ state, since, error }) => (
        <StateBadge state={fileState(state)} since={since} reason={error?.message} plain />
      ),
    },
    {
      id: 'about',
      title: 'About',
      width: 'minmax(0, 3fr)',
      wideOnly: true,
      render: (file) => <About file={file} />,
    },
    {
      id: 'size',
      title: 'Size',
      width: '84px',
      align: 'right',
      render: (file) => formatBytes(file.size),
    },
  ];
  if (!isActive(job) && ((job.counts.failed ?? 0) > 0 || (job.counts.cancelled ?? 0) > 0)) {
    columns.push({
      id: 'retry',
      title: '',
      width: '48px',
      render: (file) =>
        isRetryable(file) && <Retry file={file} onRetry={() => retry.mutate([file.fileId])} />,
    });
  }
  return (
    <div className={classes.list}>
      <DataTable label="Files" {...{ columns, count, row, current, onOpen, onRange }} />
    </div>
  );
}

const isRetryable = ({ state }: FileView) => state === 'failed' || state === 'cancelled';

function FileName({ file }: { file: FileView }) {
  const { folder, base } = splitName(file.name);
  return (
    <Link
      to="/jobs/$jobId/files/$fileId"
      params={{ jobId: file.jobId, fileId: file.fileId }}
      className={classes.name}
      title={file.name}
      onClick={(event) => event.stopPropagation()}
    >
      <KindIcon kind={file.kind} />
      <bdi className={classes.path}>
        {folder && <span className={classes.folder}>{folder}</span>}
        {base}
      </bdi>
    </Link>
  );
}

function About({ file }: { file: FileView }) {
  const { text, isError } = describeFile(file);
  return (
    <span className={classes.about} data-error={isError || undefined} title={text}>
      {text}
    </span>
  );
}

function Retry({ file, onRetry }: { file: FileView; onRetry: () => void }) {
  return (
    <Tooltip label="Retry this file">
      <ActionIcon
        size={26}
        aria-label={`Retry ${file.name}`}
        onClick={(event) => {
          event.stopPropagation();
          onRetry();
        }}
      >
        <IconRefresh size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
