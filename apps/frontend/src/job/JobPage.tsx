import { SkeletonRows, usePageTitle } from '@filemill/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isActive, jobQuery } from '../api/jobs.ts';
import { shareDone } from '../api/state.ts';
import type { JobView } from '../api/types.ts';
import { ScreenError } from '../app/ScreenError.tsx';
import { ContinueUpload } from './ContinueUpload.tsx';
import { FilesView } from './FilesView.tsx';
import { FilterTiles } from './FilterTiles.tsx';
import { JobHeader } from './JobHeader.tsx';
import { JobProgress } from './JobProgress.tsx';
import classes from './JobPage.module.css';

const route = getRouteApi('/jobs/$jobId');

/** A job: how far it is, its files, and what can be done with it. */
export function JobPage() {
  const { jobId } = route.useParams();
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  usePageTitle(job?.name ?? 'Job', job && isActive(job) ? shareDone(job) : undefined);
  if (job) return <Job key={jobId} job={job} />;
  if (error) return <ScreenError error={error} reset={() => void refetch()} />;
  return (
    <div className={classes.page}>
      <SkeletonRows />
    </div>
  );
}

function Job({ job }: { job: JobView }) {
  const { state, view } = route.useSearch();
  useFilesInStep(job);
  return (
    <div className={classes.page}>
      <JobHeader job={job} />
      {isActive(job) && <JobProgress job={job} />}
      <ContinueUpload job={job} />
      <FilterTiles job={job} state={state} view={view} />
      <div className={classes.files}>
        <FilesView key={`${state} ${view}`} job={job} state={state} view={view} />
      </div>
    </div>
  );
}

/** The files on screen rest when the job does: whatever it ended with is read once more. */
function useFilesInStep({ jobId, state }: JobView): void {
  const client = useQueryClient();
  useEffect(
    () => void client.invalidateQueries({ queryKey: ['jobs', jobId, 'files'] }),
    [client, jobId, state],
  );
}
