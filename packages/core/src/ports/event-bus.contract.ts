import assert from 'node:assert/strict';
import { eventually, registerChecks, type Check } from './contract.ts';
import type { Event, EventBus } from './event-bus.ts';

export type StartedBus = EventBus & { start(): void; stop(): Promise<void> };

export interface BusUnderTest {
  /**
   * A bus over this subject's own store, which is empty at first. A second call is a process that starts after the
   * first one's end. A handler that throws is tried again soon (within a second).
   */
  open(): StartedBus;
}

/** What every event bus promises: at least once, in any order, to each subscriber by itself. */
export const eventBusChecks: readonly Check<BusUnderTest>[] = [
  {
    name: 'gives each subscriber each event of the types it asked for, as it was published',
    async check(make) {
      const bus = (await make()).open();
      const ready = collect(bus, 'planner', 'job.ready');
      const seen = collect(bus, 'auditor', 'job.ready');
      const ended = collect(bus, 'auditor', 'job.ended');
      await run(bus, async () => {
        await Promise.all(range(30).map((n) => bus.publish(readyEvent(n))));
        await bus.publish({ type: 'job.ended', jobId: 'j1', round: 2 });
        await eventually(async () => {
          assert.deepEqual(distinct(ready), range(30).map(readyEvent));
          assert.deepEqual(distinct(seen), range(30).map(readyEvent));
          assert.deepEqual(distinct(ended), [{ type: 'job.ended', jobId: 'j1', round: 2 }]);
        });
      });
    },
  },
  {
    name: 'takes events that nobody has subscribed to',
    async check(make) {
      const bus = (await make()).open();
      await run(bus, () => bus.publish({ type: 'object.created', key: 'k', size: 1, etag: 'e' }));
    },
  },
  {
    name: 'gives an event again to a subscriber that threw',
    async check(make) {
      const bus = (await make()).open();
      let tries = 0;
      bus.subscribe('unlucky', 'job.ready', async () => {
        if (++tries < 3) throw new Error(`fails on try ${tries}, on purpose`);
      });
      await run(bus, async () => {
        await bus.publish(readyEvent(1));
        await eventually(async () => assert.ok(tries >= 3));
      });
    },
  },
  {
    name: 'lets no subscriber and no event hold up another',
    async check(make) {
      const bus = (await make()).open();
      const healthy = collect(bus, 'healthy', 'job.ready');
      const handled: Event[] = [];
      bus.subscribe('failing', 'job.ready', async (event) => {
        if (event.jobId === 'j0') throw new Error('never handles this one');
        handled.push(event);
      });
      await run(bus, async () => {
        for (const n of range(15)) await bus.publish(readyEvent(n));
        await eventually(async () => {
          assert.deepEqual(distinct(healthy), range(15).map(readyEvent));
          assert.deepEqual(distinct(handled), range(15).slice(1).map(readyEvent));
        });
      });
    },
  },
  {
    name: 'keeps events until the next process, where this one ends before it could deliver them',
    async check(make) {
      const subject = await make();
      const before = subject.open();
      collect(before, 'planner', 'job.ready');
      await before.publish(readyEvent(1));
      await before.publish(readyEvent(2));

      const after = subject.open();
      const ready = collect(after, 'planner', 'job.ready');
      await run(after, () =>
        eventually(async () => assert.deepEqual(distinct(ready), range(3).slice(1).map(readyEvent))),
      );
    },
  },
  {
    name: 'ends only when the handlers under way have, and leaves what they did not finish to the next process',
    async check(make) {
      const subject = await make();
      const before = subject.open();
      let begun = 0;
      let ended = 0;
      before.subscribe('slow', 'job.ready', async ({ jobId }) => {
        begun++;
        await new Promise((resolve) => setTimeout(resolve, 50));
        ended++;
        if (jobId === 'j1') throw new Error('not this time');
      });
      before.start();
      await Promise.all(range(3).map((n) => before.publish(readyEvent(n))));
      await eventually(async () => assert.ok(begun > 0));
      await before.stop();
      assert.equal(ended, begun);

      const after = subject.open();
      const rest = collect(after, 'slow', 'job.ready');
      await run(after, () => eventually(async () => assert.ok(rest.some((event) => event.jobId === 'j1'))));
    },
  },
];

/** Registers the contract's tests for one adapter. */
export function eventBusContract(name: string, make: () => Promise<BusUnderTest>): void {
  registerChecks(name, eventBusChecks, make);
}

async function run(bus: StartedBus, body: () => Promise<void>): Promise<void> {
  bus.start();
  try {
    await body();
  } finally {
    await bus.stop();
  }
}

function readyEvent(n: number) {
  return { type: 'job.ready' as const, jobId: `j${n}`, round: 1 };
}

function collect<T extends 'job.ready' | 'job.ended'>(bus: EventBus, subscriber: string, type: T) {
  const events: Extract<Event, { type: T }>[] = [];
  bus.subscribe(subscriber, type, async (event) => {
    events.push(event);
  });
  return events;
}

/** Different events, by job: duplicates and order are the bus's own affair. */
function distinct(events: readonly Event[]): Event[] {
  const byText = new Map(events.map((event) => [JSON.stringify(event), event]));
  return [...byText.values()].sort((a, b) => numberOf(a) - numberOf(b));
}

function numberOf(event: Event): number {
  return 'jobId' in event ? Number(event.jobId.slice(1)) : 0;
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index);
}
