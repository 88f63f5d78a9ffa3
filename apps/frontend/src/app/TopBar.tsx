import { Button, Kbd, UnstyledButton } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useNewJob } from '../new-job/NewJobProvider.tsx';
import { useKeys } from './keys.ts';
import classes from './TopBar.module.css';

const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const newJob = useNewJob();
  useKeys({ n: () => newJob.open([]) });
  return (
    <>
      <UnstyledButton className={classes.search} onClick={onSearch}>
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <span className={classes.hint}>Search or jump to …</span>
        <span className={classes.keys}>
          <Kbd size="xs">{MOD}</Kbd>
          <Kbd size="xs">K</Kbd>
        </span>
      </UnstyledButton>
      <Button className={classes.newJob} leftSection={<IconPlus size={16} />} onClick={() => newJob.open([])}>
        New job
      </Button>
    </>
  );
}
