import type { Database } from '../database.ts';

/** A message as it lies in the table. Times in milliseconds since 1970. */
export interface MessageRow {
  id: number;
  sent_at: number;
  receive_count: number;
  body: string;
}

export interface NewMessage {
  body: string;
  /** When it can first be received. */
  visibleAt: number;
}

/** One receive of a message: no later one has the same count, and ids are never used again. */
export interface Receipt {
  id: number;
  receiveCount: number;
}

/** The queues' rows. All members are synchronous: those that write are called inside `db.write`. */
export type QueueMessages = ReturnType<typeof createQueueMessages>;

/**
 * A lease is a time in the future at which a message can be seen again, so one index serves new, delayed, leased and
 * returned messages alike: those to receive are at its beginning. Ids grow with the time of sending: the lowest is the
 * oldest. How many there are is counted along, for counting a million rows would hold up the process.
 */
export function createQueueMessages(db: Database, name: string) {
  const queue = registerQueue(db, name);
  const takeIds = db.prepare(`
    UPDATE queues SET next_id = next_id + :n, live = live + :n WHERE queue = :queue RETURNING next_id - :n AS first`);
  const insert = db.prepare(`
    INSERT INTO messages (queue, id, visible_at, sent_at, body) VALUES (:queue, :id, :visibleAt, :now, :body)`);
  const claim = db.prepare(`
    UPDATE messages SET visible_at = :until, receive_count = receive_count + 1
    WHERE queue = :queue AND id IN
      (SELECT id FROM messages WHERE queue = :queue AND visible_at <= :now ORDER BY visible_at, id LIMIT :max)
    RETURNING id, sent_at, receive_count, body`);
  const next = db.prepare(`
    SELECT visible_at AS at FROM messages WHERE queue = :queue ORDER BY visible_at LIMIT 1`);
  const remove = db.prepare(`
    DELETE FROM messages WHERE queue = :queue AND id = :id AND receive_count = :receiveCount`);
  const extend = db.prepare(`
    UPDATE messages SET visible_at = :until
    WHERE queue = :queue AND id = :id AND receive_count = :receiveCount AND visible_at > :now`);
  const addCounts = db.prepare(`
    UPDATE queues SET live = live + :live, dead = dead + :dead WHERE queue = :queue`);
  const counts = db.prepare(`SELECT live, dead FROM queues WHERE queue = :queue`);
  const hidden = db.prepare(`
    SELECT count(*) AS hidden, count(*) FILTER (WHERE receive_count > 0) AS leased
    FROM messages WHERE queue = :queue AND visible_at > :now`);
  const oldest = db.prepare(`SELECT sent_at AS at FROM messages WHERE queue = :queue ORDER BY id LIMIT 1`);
  const bury = db.prepare(`
    INSERT INTO dead_letters (queue, id, sent_at, receive_count, body)
    SELECT queue, id, sent_at, receive_count - 1, body FROM messages WHERE queue = :queue AND id = :id`);
  const removeById = db.prepare(`DELETE FROM messages WHERE queue = :queue AND id = :id`);
  const listDead = db.prepare(`
    SELECT id, sent_at, receive_count, body FROM dead_letters WHERE queue = :queue ORDER BY id LIMIT :limit`);
  const removeDead = db.prepare(`DELETE FROM dead_letters WHERE queue = :queue AND id = :id`);

  function add(messages: NewMessage[], now: number): void {
    const first = takeIds.get({ queue, n: messages.length })!.first as number;
    messages.forEach(({ body, visibleAt }, index) => {
      insert.run({ queue, id: first + index, visibleAt, now, body });
    });
  }

  function peekDead(limit: number): MessageRow[] {
    return listDead.all({ queue, limit }) as unknown as MessageRow[];
  }

  /** Removes dead letters; how many were there. */
  function deleteDead(ids: number[]): number {
    const dead = -ids.reduce((sum, id) => sum + Number(removeDead.run({ queue, id }).changes), 0);
    addCounts.run({ queue, live: 0, dead });
    return -dead;
  }

  return {
    add,
    peekDead,
    deleteDead,

    /** Takes visible messages until a time; those that were received too often already become dead letters instead. */
    claim(max: number, time: { now: number; until: number }, maxReceives: number): MessageRow[] {
      const rows = claim.all({ queue, max, ...time }) as unknown as MessageRow[];
      const dead = rows.filter((row) => row.receive_count > maxReceives);
      for (const { id } of dead) {
        bury.run({ queue, id });
        removeById.run({ queue, id });
      }
      if (dead.length > 0) addCounts.run({ queue, live: -dead.length, dead: dead.length });
      return rows.filter((row) => row.receive_count <= maxReceives);
    },

    /** When the next message can be received, maybe in the past; undefined where there is none. */
    nextVisibleAt(): number | undefined {
      return next.get({ queue })?.at as number | undefined;
    },

    delete(receipts: Receipt[]): void {
      const live = -receipts.reduce(
        (sum, receipt) => sum + Number(remove.run({ queue, ...receipt }).changes),
        0,
      );
      if (live !== 0) addCounts.run({ queue, live, dead: 0 });
    },

    /** Moves the end of a lease that has not ended; false for one that has. */
    extend(receipt: Receipt, time: { now: number; until: number }): boolean {
      return extend.run({ queue, ...receipt, ...time }).changes === 1;
    },

    /** Makes up to `limit` dead letters new messages; how many. */
    redrive(limit: number, now: number): number {
      const rows = peekDead(limit);
      if (rows.length === 0) return 0;
      add(
        rows.map(({ body }) => ({ body, visibleAt: now })),
        now,
      );
      return deleteDead(rows.map(({ id }) => id));
    },

    stats(now: number) {
      const { live, dead } = counts.get({ queue }) as { live: number; dead: number };
      const future = hidden.get({ queue, now }) as { leased: number; hidden: number };
      return {
        visible: live - future.hidden,
        inFlight: future.leased,
        delayed: future.hidden - future.leased,
        dead,
        oldestAt: oldest.get({ queue })?.at as number | undefined,
      };
    },
  };
}

/** The number by which rows name the queue. Written at once: a queue is made before anything runs. */
function registerQueue(db: Database, name: string): number {
  db.prepare(`INSERT INTO queues (name) VALUES (:name) ON CONFLICT DO NOTHING`).run({ name });
  return db.prepare(`SELECT queue FROM queues WHERE name = :name`).get({ name })!.queue as number;
}
