import {
  FilemillError,
  iso,
  systemClock,
  type Clock,
  type Outgoing,
  type Queue,
  type Received,
} from '@filemill/core';
import type { Database } from './database.ts';
import { createQueueMessages, type MessageRow, type Receipt } from './queue/messages.ts';
import { waitForWakeup } from './queue/wait.ts';

const MAX_DELAY_SECONDS = 900;
const MAX_RECEIVE = 10;

export interface QueueOptions {
  /** Receives of one message before it becomes a dead letter. Default 5. */
  maxReceives?: number;
  clock?: Clock;
}

/** A queue on SQLite. Any number of objects in this process may be made for one name; they share its messages. */
export function createQueue<M>(db: Database, name: string, options: QueueOptions = {}): Queue<M> {
  const { maxReceives = 5, clock = systemClock } = options;
  const messages = createQueueMessages(db, name);
  const wakeup = queueWakeup(name);

  return {
    name,

    async send(outgoing) {
      const now = clock.now();
      const rows = outgoing.map((message) => toNewMessage(message, now));
      await db.write(() => messages.add(rows, now));
      db.wakeups.emit(wakeup);
      return { failed: [] };
    },

    async receive({ max, visibilitySeconds, waitSeconds, signal }) {
      if (max < 1 || max > MAX_RECEIVE) throw outOfRange('max', `1–${MAX_RECEIVE}`);
      const deadline = performance.now() + waitSeconds * 1000; // waiting is in real time, whatever the clock says
      while (!signal?.aborted) {
        const nextAt = messages.nextVisibleAt();
        const now = clock.now();
        if (nextAt !== undefined && nextAt <= now) {
          const time = { now, until: after(now, visibilitySeconds) };
          const rows = await db.write(() => messages.claim(max, time, maxReceives));
          if (rows.length > 0) return rows.map(toReceived<M>);
          continue; // others were faster, or these were dead letters
        }
        const patience = deadline - performance.now();
        if (patience <= 0) break;
        await waitForWakeup(db.wakeups, wakeup, Math.min(patience, (nextAt ?? Infinity) - now), signal);
      }
      return [];
    },

    async delete(receipts) {
      const parsed = receipts.map(parseReceipt);
      await db.write(() => messages.delete(parsed.filter((receipt) => receipt !== undefined)));
      return { failed: parsed.flatMap((receipt, index) => (receipt ? [] : [index])) };
    },

    async changeVisibility(receipt, visibilitySeconds) {
      const parsed = parseReceipt(receipt);
      if (!parsed) return false;
      const now = clock.now();
      const until = after(now, visibilitySeconds);
      const held = await db.write(() => messages.extend(parsed, { now, until }));
      db.wakeups.emit(wakeup); // whoever waits must set the alarm anew
      return held;
    },

    async stats() {
      const { oldestAt, ...counts } = messages.stats(clock.now());
      return { ...counts, oldestSeconds: oldestAt === undefined ? 0 : (clock.now() - oldestAt) / 1000 };
    },

    peekDead: async (limit) => messages.peekDead(limit).map(toReceived<M>),

    async redrive(limit) {
      const moved = await db.write(() => messages.redrive(limit, clock.now()));
      db.wakeups.emit(wakeup);
      return moved;
    },

    async deleteDead(ids) {
      await db.write(() => messages.deleteDead(ids.map(Number)));
    },
  };
}

/** What is emitted on `db.wakeups` when a queue has messages that it had not. */
export function queueWakeup(name: string): string {
  return `queue ${name}`;
}

function toNewMessage({ body, delaySeconds = 0 }: Outgoing<unknown>, now: number) {
  if (delaySeconds < 0 || delaySeconds > MAX_DELAY_SECONDS) {
    throw outOfRange('delaySeconds', `0–${MAX_DELAY_SECONDS}`);
  }
  return { body: JSON.stringify(body), visibleAt: after(now, delaySeconds) };
}

/** A time in whole milliseconds. */
function after(now: number, seconds: number): number {
  return now + Math.round(seconds * 1000);
}

function toReceived<M>(row: MessageRow): Received<M> {
  return {
    id: String(row.id),
    body: JSON.parse(row.body) as M,
    receipt: `${row.id}.${row.receive_count}`,
    receiveCount: row.receive_count,
    sentAt: iso(row.sent_at),
  };
}

function parseReceipt(receipt: string): Receipt | undefined {
  const match = /^(\d+)\.(\d+)$/.exec(receipt);
  return match ? { id: Number(match[1]), receiveCount: Number(match[2]) } : undefined;
}

function outOfRange(what: string, range: string): FilemillError {
  return new FilemillError('input.invalid', `${what} is not within ${range}.`);
}
