import { systemClock, type Log } from '@filemill/core';
import type { AuditSources, InTransit } from '@filemill/core/audit';
import { createBlobStore } from './blob-store.ts';
import { ObjectFolder } from './blob-store/object-folder.ts';
import { openForReading, type Database } from './database.ts';
import { eventQueueName } from './event-bus.ts';
import { createJobStore } from './job-store.ts';
import { MailFolder } from './mailer/mail-folder.ts';

export interface AuditPlace {
  /** The SQLite file. */
  database: string;
  /** Folder of the objects' bytes. */
  objects: string;
  /** Folder of the mails. */
  inbox: string;
  isMailed: (owner: string) => boolean;
  /** Who listens to *job ended*: the one that mails, and the one that writes receipts. */
  subscribers: { mail: string; receipts: string };
  log: Log;
}

/** A data folder, or a backup of one, as an audit reads it; a server may be running on it. */
export function openAuditSources(place: AuditPlace): { sources: AuditSources; close: () => void } {
  const database = openForReading(place.database);
  const objects = new ObjectFolder({
    ...{ dir: place.objects, database, clock: systemClock, log: place.log },
    maxObjectBytes: Infinity,
  });
  const blobs = createBlobStore({
    ...{ objects, clock: systemClock, endpoint: () => '' },
    credentials: { accessKeyId: '', secretAccessKey: '' }, // nothing is signed here
  });
  const mails = new MailFolder(place.inbox, systemClock);
  const sources: AuditSources = {
    jobs: createJobStore(database),
    blobs: {
      list: blobs.list,
      get: blobs.get,
      storedSize: (bucket, key) => objects.storedSize(bucket, key),
    },
    mails: { has: (id) => mails.has(id) },
    messagesOf: messagesOf(database, place.subscribers),
    isMailed: place.isMailed,
    snapshot: snapshots(database),
  };
  return { sources, close: () => database.close() };
}

function snapshots(database: Database): AuditSources['snapshot'] {
  const begin = database.prepare('BEGIN');
  const end = database.prepare('COMMIT');
  return async (look) => {
    begin.run();
    try {
      return await look();
    } finally {
      end.run();
    }
  };
}

/**
 * A message says in its body what it is about. Queues hold little beside what is done, so they are read whole. Of the
 * dead letters only tasks are still looked at by anybody, the sweep.
 */
function messagesOf(database: Database, subscribers: AuditPlace['subscribers']): AuditSources['messagesOf'] {
  const query = database.prepare(`
    SELECT name, body FROM messages JOIN queues USING (queue) WHERE body ->> 'jobId' = :jobId
    UNION ALL
    SELECT name, body FROM dead_letters JOIN queues USING (queue) WHERE body ->> 'jobId' = :jobId AND name = 'tasks'`);
  return async (jobId): Promise<InTransit> => {
    const tasks = new Set<string>();
    const unmailed = new Set<number>();
    const unreceipted = new Set<number>();
    for (const { name, body } of query.all({ jobId })) {
      const { fileId, round } = JSON.parse(String(body)) as { fileId?: string; round: number };
      if (name === 'tasks') tasks.add(`${fileId}@${round}`);
      else if (name === eventQueueName(subscribers.mail)) unmailed.add(round);
      else if (name === eventQueueName(subscribers.receipts)) unreceipted.add(round);
    }
    return { tasks, unmailed, unreceipted };
  };
}
