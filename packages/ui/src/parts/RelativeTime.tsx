import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatExact, formatRelative } from '../format.ts';

/** How long ago, with the exact time on hover; moves on by itself. */
export function RelativeTime({ iso }: { iso: string }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Tooltip label={formatExact(iso)}>
      <time dateTime={iso}>{formatRelative(iso)}</time>
    </Tooltip>
  );
}
