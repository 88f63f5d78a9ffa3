import { openDatabase } from '../database.ts';
import { createEventBus } from '../event-bus.ts';
import { createJobStore } from '../job-store.ts';
import { createQueue } from '../queue.ts';

// Writes without end into the folder given, and prints the number of each round once all of it is acknowledged.
const db = openDatabase(process.argv[2]!);
const store = createJobStore(db);
const queue = createQueue<number>(db, 'numbers');
const bus = createEventBus(db, { log: console });
bus.subscribe('listener', 'job.ready', async () => undefined);

const at = new Date(0).toISOString();
await store.createJob({
  jobId: 'job',
  owner: 'ada',
  name: 'Job',
  state: 'draft',
  since: at,
  options: {},
  fileCount: 0,
  totalBytes: 0,
  createdAt: at,
  uploadDeadline: at,
  round: 0,
});

async function writeRound(n: number): Promise<void> {
  const fileId = String(n).padStart(6, '0');
  const lists = { attempts: [], results: [], previews: [], failures: [] };
  const file = { jobId: 'job', fileId, name: 'a', size: 1, contentType: 'text/plain', key: fileId, ...lists };
  await store.addFiles([{ ...file, state: 'pending', since: at, attempt: 0, tries: 0 }]);
  await Promise.all([
    store.moveFile({ jobId: 'job', fileId, from: ['pending'], to: 'uploaded', at }),
    queue.send([{ body: n }]),
    bus.publish({ type: 'job.ready', jobId: 'job', round: n }),
  ]);
  process.stdout.write(`${n}\n`);
}

for (let n = 1; ; n += 4) {
  await Promise.all([writeRound(n), writeRound(n + 1), writeRound(n + 2), writeRound(n + 3)]);
}
