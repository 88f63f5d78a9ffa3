import { FilemillError } from '../errors.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Queues } from '../messages.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { AnalyzeRequest, FileAnalysis } from '../ports/engines.ts';
import type { Event, EventBus } from '../ports/event-bus.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Faults } from './faults.ts';
import type { Memory, Parcel } from './memory.ts';
import type { Process } from './process.ts';

export type Deps = ReturnType<typeof depsOf>;

/** The ports as one process sees them: over the shared memory, each call a place where others may come in between. */
export function depsOf(process: Process, memory: Memory, faults: Faults) {
  return {
    jobs: process.ports<JobStore>(memory.store),
    events: process.ports<EventBus>({ publish: (event: Event) => memory.publish(event) }),
    mailer: process.ports<Mailer>({
      send: ({ id }: { id: string }) => void (memory.mails.includes(id) || memory.mails.push(id)),
    }),
    queues: {
      jobs: process.ports<Queues['jobs']>(senderTo(memory, memory.jobMessages)),
      tasks: process.ports<Queues['tasks']>(senderTo(memory, memory.tasks)),
    },
    blobs: process.ports<BlobStore>({
      list: (bucket: string) => ({ objects: bucket === 'uploads' ? memory.objects : [] }),
      download: () => {},
      putFile: () => ({ sha256: '0', size: 1 }),
    }),
    engines: enginesOf(process, faults),
    scratch: { use: <T>(work: (dir: string) => Promise<T>) => work(''), folder: async () => '' },
    clock: { now: () => memory.now },
    limits: { ...DEFAULT_LIMITS, attempts: 3 },
    addressOf: () => 'owner@example',
    linkTo: () => '',
  };
}

function enginesOf(process: Process, faults: Faults) {
  const media = { kind: 'document', mediaType: 'text/plain', size: 1, sha256: '0' } as const;
  const result = { analysis: 'text', path: '', engine: { name: 'm', version: '1' }, seconds: 0 } as const;
  const analyze = (): FileAnalysis => {
    if (faults.engineErrors > 0) {
      faults.engineErrors--;
      throw new FilemillError('engine.crashed', 'The engine stopped.');
    }
    return { media, results: [result], previews: [], failures: [] };
  };
  const gated = process.ports<{ analyze: (request: AnalyzeRequest) => Promise<FileAnalysis> }>({ analyze });
  return { version: '1', inspect: async () => media, ...gated, close: async () => {} };
}

function senderTo<B>(memory: Memory, parcels: Parcel<B>[]) {
  return {
    send: (messages: { body: B }[]) => {
      for (const { body } of messages) parcels.push(memory.parcel(body));
      return { failed: [] };
    },
    peekDead: () => [],
    deleteDead: () => {},
  };
}
