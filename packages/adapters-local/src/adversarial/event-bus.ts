import type { EventBus, EventType } from '@filemill/core';
import type { Chance } from './chance.ts';
import { badNetwork } from './request.ts';

/** Events that a sweep makes up for. Of a job's end nobody is told twice, so that event may come late, never not. */
const REPAIRED: readonly EventType[] = ['object.created', 'job.ready'];

/**
 * A bus that does all that EventBridge may do, and drops what a sweep makes up for. What is late or comes twice stays
 * with the bus below, as the event of a handler that failed, so that nothing of it is lost in a crash.
 */
export function adversarialEventBus(events: EventBus, chance: Chance): EventBus {
  return {
    publish: (event) => badNetwork(chance, `publish ${event.type}`, () => events.publish(event)),

    subscribe(subscriber, type, handle) {
      events.subscribe(subscriber, type, async (event) => {
        if (REPAIRED.includes(type) && chance.strikes('drop')) return;
        if (chance.strikes('delay')) throw new Error(`${type} is late on purpose`);
        await handle(event);
        if (chance.strikes('duplicate')) throw new Error(`${type} comes twice on purpose`);
      });
    },
  };
}
