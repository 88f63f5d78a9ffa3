import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, spotlight, type SpotlightActionData } from '@mantine/spotlight';
import {
  IconHome,
  IconKeyboard,
  IconMoon,
  IconPlus,
  IconSearch,
  IconStack2,
  IconSun,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { formatItems, formatRelative } from '@filemill/ui';
import { useEffect } from 'react';
import { api } from '../api/client.ts';
import { useNewJob } from '../new-job/NewJobProvider.tsx';

const icon = { size: 18, stroke: 1.7 };

/** Search and commands: every place and action by its name. */
export default function Commands({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const navigate = useNavigate();
  const newJob = useNewJob();
  const { setColorScheme } = useMantineColorScheme();
  const recent = useQuery({ queryKey: ['jobs', 'search'], queryFn: () => api.listJobs({ limit: 100 }) });
  useEffect(() => spotlight.open(), []);

  const commands: SpotlightActionData[] = [
    { id: 'new', label: 'New job', leftSection: <IconPlus {...icon} />, onClick: () => newJob.open([]) },
    {
      id: 'home',
      label: 'Home',
      leftSection: <IconHome {...icon} />,
      onClick: () => void navigate({ to: '/' }),
    },
    {
      id: 'jobs',
      label: 'Jobs',
      leftSection: <IconStack2 {...icon} />,
      onClick: () => void navigate({ to: '/jobs' }),
    },
    {
      id: 'dark',
      label: 'Use the dark theme',
      leftSection: <IconMoon {...icon} />,
      onClick: () => setColorScheme('dark'),
    },
    {
      id: 'light',
      label: 'Use the light theme',
      leftSection: <IconSun {...icon} />,
      onClick: () => setColorScheme('light'),
    },
    { id: 'keys', label: 'Show the keys', leftSection: <IconKeyboard {...icon} />, onClick: onHelp },
  ];
  const jobs: SpotlightActionData[] = (recent.data?.jobs ?? []).map((job) => ({
    id: job.jobId,
    label: job.name,
    description: `${formatItems(job.fileCount, 'file')}, ${formatRelative(job.createdAt)}`,
    leftSection: <IconStack2 {...icon} />,
    onClick: () => void navigate({ to: '/jobs/$jobId', params: { jobId: job.jobId } }),
  }));
  return (
    <Spotlight
      actions={[
        { group: 'Commands', actions: commands },
        { group: 'Recent jobs', actions: jobs },
      ]}
      shortcut={null}
      overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
      limit={12}
      scrollable
      maxHeight={420}
      nothingFound="Nothing found"
      onSpotlightClose={onClose}
      searchProps={{ placeholder: 'Search or jump to …', leftSection: <IconSearch {...icon} /> }}
    />
  );
}
