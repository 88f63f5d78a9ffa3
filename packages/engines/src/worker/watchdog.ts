import { workerData } from 'node:worker_threads';

/**
 * Ends the worker when its host is gone. The main thread does so by itself when the channel closes, but not while it is
 * deep in a synchronous step; this thread is never busy.
 */
const { host } = workerData as { host: number };
setInterval(() => {
  if (process.ppid !== host) process.kill(process.pid, 'SIGKILL');
}, 1000);
