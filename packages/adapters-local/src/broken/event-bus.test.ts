import { after } from 'node:test';
import type { Event } from '@filemill/core';
import { eventBusChecks, type BusUnderTest, type StartedBus } from '@filemill/core/ports/event-bus.contract';
import { createEventBus } from '../event-bus.ts';
import { openTestDatabase } from '../test-support/database.ts';
import { expectCaught } from './expect-caught.ts';

const log = { info() {}, warn() {}, error() {} };

/** A bus that is sound but for some members. */
function breaking(change: (sound: StartedBus) => Partial<StartedBus>): () => Promise<BusUnderTest> {
  return async () => {
    const db = openTestDatabase(after);
    const open = () => {
      const sound = createEventBus(db, { log, backOff: () => 0.01 });
      return { ...sound, ...change(sound) };
    };
    return { open };
  };
}

expectCaught('broken event buses', eventBusChecks, [
  {
    how: 'loses one event in ten',
    noticedBy: 'gives each subscriber each event of the types it asked for, as it was published',
    make: breaking((sound) => {
      let published = 0;
      return {
        async publish(event) {
          if (++published % 10 !== 0) await sound.publish(event);
        },
      };
    }),
  },
  {
    how: 'forgets an event that failed',
    noticedBy: 'gives an event again to a subscriber that threw',
    make: breaking((sound) => ({
      subscribe: (subscriber, type, handle) =>
        sound.subscribe(subscriber, type, (event) => handle(event).catch(() => undefined)),
    })),
  },
  {
    how: 'gives an event to the first subscriber only',
    noticedBy: 'gives each subscriber each event of the types it asked for, as it was published',
    make: breaking((sound) => {
      const taken = new Set<string>();
      return {
        subscribe: (subscriber, type, handle) =>
          sound.subscribe(subscriber, type, async (event) => {
            const key = JSON.stringify(event);
            if (taken.has(key)) return;
            taken.add(key);
            await handle(event);
          }),
      };
    }),
  },
  {
    how: 'keeps events in memory',
    noticedBy: 'keeps events until the next process, where this one ends before it could deliver them',
    make: breaking((sound) => {
      const waiting: Event[] = [];
      let started = false;
      return {
        publish: async (event) => (started ? sound.publish(event) : void waiting.push(event)),
        start() {
          started = true;
          sound.start();
          for (const event of waiting) void sound.publish(event);
        },
      };
    }),
  },
  {
    how: 'ends without its handlers',
    noticedBy:
      'ends only when the handlers under way have, and leaves what they did not finish to the next process',
    make: breaking((sound) => ({ stop: async () => void sound.stop() })),
  },
]);
