import { EmptyState, SkeletonRows } from '@filemill/ui';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconHourglass, IconRefresh } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { isActive, jobQuery, useJobActions } from '../api/jobs.ts';
import { useQuery } from '@tanstack/react-query';
import type { FileDetail } from '../api/types.ts';
import { ScreenError } from '../app/ScreenError.tsx';
import { Original, showsOriginal } from './Original.tsx';
import { HistoryPanel } from './results/HistoryPanel.tsx';
import { ResultPanel } from './results/ResultPanel.tsx';
import type { LinkedPlace } from './model/place.ts';
import { tabsOf, type Results } from './model/results.ts';
import type { Tab } from './search.ts';
import { useResults } from './use-results.ts';
import classes from './FilePage.module.css';

const route = getRouteApi('/jobs/$jobId/files/$fileId');

/** Left the original, right what was found in it. A document without fixed pages is its text alone. */
export function Viewer({ detail, linked }: { detail: FileDetail; linked: LinkedPlace | undefined }) {
  const { results, isLoading, error } = useResults(detail.file);
  const tabs = tabsOf(results);
  const [tab, setTab] = useTab(tabs);
  const original = showsOriginal(detail, results);
  return (
    <div className={classes.viewer} data-single={!original || undefined} data-kind={detail.file.kind}>
      {original && (
        <div className={classes.original}>
          <Original {...{ detail, results, tab, linked }} />
        </div>
      )}
      <div className={classes.results}>
        {error && <ScreenError error={error} />}
        {isLoading && (
          <div className={classes.loading}>
            <SkeletonRows />
          </div>
        )}
        {!error && !isLoading && <Findings {...{ detail, results, tabs, tab, setTab }} />}
      </div>
    </div>
  );
}

/** The open tab is in the address; one that the file doesn't have gives way to its first. */
function useTab(tabs: Tab[]): [Tab, (tab: Tab) => void] {
  const { tab } = route.useSearch();
  const params = route.useParams();
  const navigate = useNavigate();
  const open = tab && tabs.includes(tab) ? tab : tabs[0]!;
  const setTab = (next: Tab) =>
    void navigate({
      to: '/jobs/$jobId/files/$fileId',
      params,
      search: { tab: next },
      hash: true,
      replace: true,
    });
  return [open, setTab];
}

interface FindingsProps {
  detail: FileDetail;
  results: Results;
  tabs: Tab[];
  tab: Tab;
  setTab: (tab: Tab) => void;
}

function Findings({ detail, results, tabs, tab, setTab }: FindingsProps) {
  const { file } = detail;
  if (file.results.length > 0) return <ResultPanel {...{ detail, results, tabs, tab }} onTab={setTab} />;
  if (file.state === 'failed' || file.state === 'cancelled') return <Failed detail={detail} />;
  return (
    <EmptyState icon={<IconHourglass size={26} stroke={1.7} />} title="Not read yet">
      {file.progress?.note ?? 'What is in the file appears here as soon as it has been read.'}
    </EmptyState>
  );
}

function Failed({ detail }: { detail: FileDetail }) {
  const { file } = detail;
  const { retry } = useJobActions(file.jobId);
  const { data: job } = useQuery(jobQuery(file.jobId));
  const title = file.state === 'failed' ? 'This file could not be read' : 'This file was cancelled';
  return (
    <div className={classes.failed}>
      <EmptyState
        icon={<IconAlertTriangle size={26} stroke={1.7} />}
        title={title}
        action={
          job &&
          !isActive(job) && (
            <Button
              leftSection={<IconRefresh size={16} />}
              loading={retry.isPending}
              onClick={() => retry.mutate([file.fileId])}
            >
              Retry this file
            </Button>
          )
        }
      >
        {file.error && (
          <>
            {file.error.message} <code>{file.error.code}</code>
          </>
        )}
      </EmptyState>
      <HistoryPanel detail={detail} results={{}} />
    </div>
  );
}
