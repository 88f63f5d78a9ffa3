import { EmptyState, usePageTitle } from '@filemill/ui';
import { Button } from '@mantine/core';
import { IconFileOff, IconPlugConnectedX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ApiError } from '../api/client.ts';

const GONE = ['job.not_found', 'file.not_found'];

/** In the place of a screen that cannot be shown: what happened, what to do, the code to quote. */
export function ScreenError({ error, reset }: { error: Error; reset?: () => void }) {
  if (error instanceof ApiError && GONE.includes(error.code)) return <NotFound />;
  const code = error instanceof ApiError ? error.code : 'internal';
  return (
    <EmptyState
      icon={<IconPlugConnectedX size={26} stroke={1.7} />}
      title="This screen could not be loaded"
      action={reset ? <Button onClick={reset}>Try again</Button> : undefined}
    >
      {error.message} ({code})
    </EmptyState>
  );
}

/** For an address that leads nowhere: mistyped, or what was there has been deleted. */
export function NotFound() {
  usePageTitle('Not found');
  return (
    <EmptyState
      icon={<IconFileOff size={26} stroke={1.7} />}
      title="There is nothing at this address"
      action={
        <Button component={Link} to="/jobs" variant="default">
          Show all jobs
        </Button>
      }
    >
      The job may have been deleted, or the link is not complete.
    </EmptyState>
  );
}
