import { formatItems, StateBadge } from '@filemill/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { jobQuery } from '../api/jobs.ts';
import { jobState } from '../api/state.ts';
import type { JobView } from '../api/types.ts';
import { JobProgress } from '../job/JobProgress.tsx';
import classes from './RunningJob.module.css';

/** A job under way, as a card that leads to it. */
export function RunningJob({ job: initial }: { job: JobView }) {
  const { data: job } = useQuery({ ...jobQuery(initial.jobId), initialData: initial });
  return (
    <article className={classes.card}>
      <div className={classes.head}>
        <Link to="/jobs/$jobId" params={{ jobId: job.jobId }} className={classes.name}>
          <bdi>{job.name}</bdi>
        </Link>
        <span className={classes.count}>{formatItems(job.fileCount, 'file')}</span>
        <StateBadge state={jobState(job.state)} since={job.since} />
      </div>
      <JobProgress job={job} />
    </article>
  );
}
