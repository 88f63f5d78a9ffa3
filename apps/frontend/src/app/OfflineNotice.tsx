import { IconCloudOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { ApiError } from '../api/client.ts';
import classes from './OfflineNotice.module.css';

/** Says that the server does not answer, for as long as it doesn't. */
export function OfflineNotice() {
  const unreachable = useUnreachable();
  if (!unreachable) return null;
  return (
    <div className={classes.notice} role="status">
      <IconCloudOff size={16} stroke={2} aria-hidden />
      The server cannot be reached. What you see may be out of date; uploads go on as soon as it answers.
    </div>
  );
}

/** Whether the last answer that any query waited for did not come. */
function useUnreachable(): boolean {
  const cache = useQueryClient().getQueryCache();
  return useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () =>
      cache.findAll({ type: 'active' }).some(({ state }) => {
        const reason = state.fetchFailureReason ?? state.error;
        return reason instanceof ApiError && reason.status === 0;
      }),
  );
}
