import type { Queue } from './ports/queue.ts';

/** What travels on each queue. Messages name things and say which try they are for; the truth is in the job store. */
export interface JobMessage {
  jobId: string;
  round: number;
}

/** The **task**: asks for one file's analyses. */
export interface TaskMessage {
  jobId: string;
  fileId: string;
  round: number;
}

export interface Queues {
  jobs: Queue<JobMessage>;
  tasks: Queue<TaskMessage>;
}
