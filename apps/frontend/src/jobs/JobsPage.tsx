import { EmptyState, SkeletonRows, usePageTitle } from '@filemill/ui';
import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconStack2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { jobsQuery } from '../api/jobs.ts';
import { ScreenError } from '../app/ScreenError.tsx';
import { useNewJob } from '../new-job/NewJobProvider.tsx';
import { JobsTable } from './JobsTable.tsx';
import { useListCursor } from './use-list-cursor.ts';
import classes from './JobsPage.module.css';

const route = getRouteApi('/jobs');

/** All jobs, newest first; the search looks at the names of those that are loaded. */
export function JobsPage() {
  usePageTitle('Jobs');
  const { q } = route.useSearch();
  const navigate = useNavigate();
  const query = useInfiniteQuery(jobsQuery);
  const { data: jobs, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const shown = useMemo(() => filterByName(jobs ?? [], q), [jobs, q]);
  const open = (index: number) => {
    const jobId = shown[index]?.jobId;
    if (jobId) void navigate({ to: '/jobs/$jobId', params: { jobId } });
  };
  const current = useListCursor(shown.length, open);
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (last >= shown.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [shown.length, hasNextPage, isFetchingNextPage, fetchNextPage],
  );

  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>Jobs</h1>
        <TextInput
          data-search
          className={classes.search}
          aria-label="Search jobs by name"
          placeholder="Search by name"
          leftSection={<IconSearch size={16} stroke={1.8} />}
          value={q ?? ''}
          onChange={(event) =>
            void navigate({
              to: '/jobs',
              search: { q: event.currentTarget.value || undefined },
              replace: true,
            })
          }
        />
      </header>
      <div className={classes.list}>
        {!jobs && (error ? <ScreenError error={error} reset={() => void refetch()} /> : <SkeletonRows />)}
        {jobs && shown.length > 0 && <JobsTable jobs={shown} current={current} onRange={onRange} />}
        {jobs && shown.length === 0 && (
          <NoJobs searched={q} more={hasNextPage} onMore={() => void fetchNextPage()} />
        )}
      </div>
    </div>
  );
}

function filterByName<Item extends { name: string }>(items: Item[], text: string | undefined): Item[] {
  const wanted = text?.trim().toLocaleLowerCase();
  return wanted ? items.filter(({ name }) => name.toLocaleLowerCase().includes(wanted)) : items;
}

function NoJobs({ searched, more, onMore }: { searched?: string; more: boolean; onMore: () => void }) {
  const newJob = useNewJob();
  const icon = <IconStack2 size={26} stroke={1.7} />;
  if (searched) {
    const action = more && (
      <Button variant="default" onClick={onMore}>
        Search older jobs
      </Button>
    );
    return <EmptyState icon={icon} title={`No job is called “${searched}”`} action={action} />;
  }
  return (
    <EmptyState
      icon={icon}
      title="No jobs yet"
      action={
        <Button leftSection={<IconPlus size={16} />} onClick={() => newJob.open([])}>
          New job
        </Button>
      }
    >
      A job is a set of files that are analysed together.
    </EmptyState>
  );
}
