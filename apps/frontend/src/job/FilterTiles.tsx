import { NumberTile, type Tone } from '@filemill/ui';
import { SegmentedControl, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconLayoutGrid, IconList } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { JobView } from '../api/types.ts';
import { FILTERS, type JobSearch } from './search.ts';
import classes from './JobPage.module.css';

type Filter = (typeof FILTERS)[number];

const TILES: Record<Filter, { label: string; tone?: Tone; always?: boolean }> = {
  succeeded: { label: 'Done', always: true },
  failed: { label: 'Failed', tone: 'danger', always: true },
  running: { label: 'Running', tone: 'info' },
  queued: { label: 'Queued' },
  uploaded: { label: 'Arrived' },
  pending: { label: 'Not arrived' },
  cancelled: { label: 'Cancelled' },
};

/** How many files are in which state; a tile shows only those. Tiles without files come only where zero says something. */
export function FilterTiles({ job, state, view }: { job: JobView } & JobSearch) {
  const navigate = useNavigate();
  const show = (search: JobSearch) =>
    void navigate({ to: '/jobs/$jobId', params: { jobId: job.jobId }, search, replace: true });
  const counted = FILTERS.map((filter) => ({ filter, ...TILES[filter], value: job.counts[filter] ?? 0 }));
  return (
    <div className={classes.tiles}>
      <div className={classes.tileRow}>
        <NumberTile label="Files" value={job.fileCount} selected={!state} onClick={() => show({ view })} />
        {counted
          .filter(({ filter, value, always }) => value > 0 || always || filter === state)
          .map(({ filter, label, tone, value }) => (
            <NumberTile
              key={filter}
              {...{ label, tone, value }}
              selected={filter === state}
              onClick={() => show({ view, ...(filter !== state && { state: filter }) })}
            />
          ))}
      </div>
      <SegmentedControl
        className={classes.view}
        size="xs"
        aria-label="View"
        value={view ?? 'grid'}
        onChange={(value) => show({ state, ...(value === 'list' && { view: 'list' }) })}
        data={[
          { value: 'grid', label: <ViewIcon name="Pictures" icon={<IconLayoutGrid size={16} />} /> },
          { value: 'list', label: <ViewIcon name="List" icon={<IconList size={16} />} /> },
        ]}
      />
    </div>
  );
}

function ViewIcon({ name, icon }: { name: string; icon: React.ReactElement }) {
  return (
    <Tooltip label={name}>
      <span style={{ display: 'grid' }}>
        {icon}
        <VisuallyHidden>{name}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}
