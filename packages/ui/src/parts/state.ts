/** The states that a person sees, of jobs and files alike. */
export const STATES = {
  waiting: { word: 'Waiting', tone: 'quiet' },
  uploading: { word: 'Uploading', tone: 'info' },
  queued: { word: 'Queued', tone: 'quiet' },
  running: { word: 'Running', tone: 'info' },
  done: { word: 'Done', tone: 'success' },
  partial: { word: 'Partly done', tone: 'warning' },
  failed: { word: 'Failed', tone: 'danger' },
  cancelled: { word: 'Cancelled', tone: 'quiet' },
} as const;

export type State = keyof typeof STATES;
export type Tone = 'quiet' | 'info' | 'success' | 'warning' | 'danger';
