import { useSyncExternalStore } from 'react';
import { api } from '../api/client.ts';
import { createSlots } from './slots.ts';
import { xhrTransport } from './transport.ts';
import { createUploads, type JobUpload, type UploadsSnapshot } from './uploads.ts';

const AT_ONCE = 4;

/** The uploads of this window. */
export const uploads = createUploads({
  api,
  transport: xhrTransport,
  inSlot: createSlots(AT_ONCE),
  filesAtOnce: AT_ONCE,
});

// Leaving the page would end the transfers: the browser asks first.
addEventListener('beforeunload', (event) => {
  if (uploads.getSnapshot().active) event.preventDefault();
});

export const useUploads = (): UploadsSnapshot => useSyncExternalStore(uploads.subscribe, uploads.getSnapshot);

/** The upload of a job, while this window has one. */
export function useJobUpload(jobId: string): JobUpload | undefined {
  return useUploads().jobs.find((job) => job.jobId === jobId);
}
