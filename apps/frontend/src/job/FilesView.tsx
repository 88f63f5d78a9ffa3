import { EmptyState, SkeletonRows } from '@filemill/ui';
import { IconFilterOff } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { isActive } from '../api/jobs.ts';
import type { FileView, JobView } from '../api/types.ts';
import { ScreenError } from '../app/ScreenError.tsx';
import { useListCursor } from '../jobs/use-list-cursor.ts';
import { FileGrid } from './FileGrid.tsx';
import { FileTable } from './FileTable.tsx';
import type { JobSearch } from './search.ts';
import { useFiles } from './use-files.ts';

/** The files of a job as pictures or as a list: all, or those in one state. */
export function FilesView({ job, state, view }: { job: JobView } & JobSearch) {
  const navigate = useNavigate();
  const { loaded, isLoading, error, refetch, onRange } = useFiles(job.jobId, state, isActive(job));
  const count = state ? loaded.length : job.fileCount;
  const open = ({ jobId, fileId }: FileView) =>
    void navigate({ to: '/jobs/$jobId/files/$fileId', params: { jobId, fileId } });
  const current = useListCursor(loaded.length, (index) => loaded[index] && open(loaded[index]));

  if (isLoading) return error ? <ScreenError error={error} reset={refetch} /> : <SkeletonRows />;
  if (count === 0) {
    return (
      <EmptyState icon={<IconFilterOff size={26} stroke={1.7} />} title="No file is in this state now" />
    );
  }
  const props = { job, count, current, onOpen: open, onRange, row: (index: number) => loaded[index] };
  return view === 'list' ? <FileTable {...props} /> : <FileGrid {...props} />;
}

export interface FilesProps {
  job: JobView;
  count: number;
  row: (index: number) => FileView | undefined;
  current: number;
  onOpen: (file: FileView) => void;
  onRange: (first: number, last: number) => void;
}
