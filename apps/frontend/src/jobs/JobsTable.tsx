import { DataTable, formatBytes, formatCount, RelativeTime, StateBadge, type Column } from '@filemill/ui';
import { Link, useNavigate } from '@tanstack/react-router';
import { jobState } from '../api/state.ts';
import type { JobView } from '../api/types.ts';
import classes from './JobsTable.module.css';

const COLUMNS: Column<JobView>[] = [
  { id: 'name', title: 'Job', width: 'minmax(120px, 1fr)', render: (job) => <JobName job={job} /> },
  {
    id: 'state',
    title: 'State',
    width: '128px',
    render: (job) => (
      <StateBadge state={jobState(job.state)} since={job.since} reason={failures(job)} plain />
    ),
  },
  {
    id: 'files',
    title: 'Files',
    width: '88px',
    align: 'right',
    wideOnly: true,
    render: (job) => formatCount(job.fileCount),
  },
  {
    id: 'size',
    title: 'Size',
    width: '96px',
    align: 'right',
    wideOnly: true,
    render: (job) => formatBytes(job.totalBytes),
  },
  {
    id: 'made',
    title: 'Made',
    width: '148px',
    align: 'right',
    wideOnly: true,
    render: (job) => <RelativeTime iso={job.createdAt} />,
  },
];

export interface JobsTableProps {
  jobs: JobView[];
  current?: number;
  onRange?: (first: number, last: number) => void;
}

export function JobsTable({ jobs, current, onRange }: JobsTableProps) {
  const navigate = useNavigate();
  return (
    <DataTable
      label="Jobs"
      columns={COLUMNS}
      count={jobs.length}
      row={(index) => jobs[index]}
      current={current}
      onOpen={({ jobId }) => void navigate({ to: '/jobs/$jobId', params: { jobId } })}
      onRange={onRange}
    />
  );
}

function JobName({ job }: { job: JobView }) {
  return (
    <Link
      to="/jobs/$jobId"
      params={{ jobId: job.jobId }}
      className={classes.name}
      onClick={(e) => e.stopPropagation()}
    >
      <bdi>{job.name}</bdi>
    </Link>
  );
}

function failures({ counts }: JobView): string | undefined {
  return counts.failed ? `${formatCount(counts.failed)} of its files failed` : undefined;
}
