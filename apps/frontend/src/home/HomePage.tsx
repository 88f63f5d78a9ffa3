import { SkeletonRows, usePageTitle } from '@filemill/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { isActive, jobsQuery } from '../api/jobs.ts';
import { ScreenError } from '../app/ScreenError.tsx';
import { JobsTable } from '../jobs/JobsTable.tsx';
import { DropZone } from './DropZone.tsx';
import { RunningJob } from './RunningJob.tsx';
import classes from './HomePage.module.css';

const RECENT = 8;

/** Where one starts: drop files; see what runs and what was done last. */
export function HomePage() {
  usePageTitle('Home');
  const { data: jobs, error, refetch } = useInfiniteQuery(jobsQuery);
  const running = jobs?.filter(isActive) ?? [];
  const ended = jobs?.filter((job) => !isActive(job)).slice(0, RECENT) ?? [];
  return (
    <div className={classes.page}>
      <h1 className={classes.hidden}>Home</h1>
      <DropZone compact={jobs !== undefined && jobs.length > 0} />
      {running.length > 0 && (
        <section aria-label="Running">
          <h2 className={classes.heading}>Running</h2>
          <div className={classes.running}>
            {running.map((job) => (
              <RunningJob key={job.jobId} job={job} />
            ))}
          </div>
        </section>
      )}
      {!jobs &&
        (error ? <ScreenError error={error} reset={() => void refetch()} /> : <SkeletonRows rows={4} />)}
      {ended.length > 0 && (
        <section aria-label="Recent jobs">
          <div className={classes.headingRow}>
            <h2 className={classes.heading}>Recent jobs</h2>
            <Link to="/jobs" className={classes.all}>
              All jobs
            </Link>
          </div>
          <JobsTable jobs={ended} />
        </section>
      )}
    </div>
  );
}
