import {
  consume,
  systemClock,
  type Clock,
  type Consumer,
  type Disposal,
  type Event,
  type EventBus,
  type EventOf,
  type EventType,
  type Log,
  type Received,
} from '@filemill/core';
import type { Database } from './database.ts';
import { createQueue, queueWakeup } from './queue.ts';
import { createQueueMessages, type QueueMessages } from './queue/messages.ts';

export interface EventBusOptions {
  log: Log;
  clock?: Clock;
  /** Events that one subscriber handles at a time. Default 8. */
  concurrency?: number;
  /** How long a handler may take before its event is given to another. Default 60. */
  handleSeconds?: number;
  /** Tries before an event is set aside as a dead letter of its subscriber. Default 100: about a day. */
  maxTries?: number;
  /** Seconds to wait after the n-th failed try, from 1. */
  backOff?: (tries: number) => number;
}

export interface LocalEventBus extends EventBus {
  /** Begins to deliver, what an earlier process left behind first. */
  start(): void;
  /** Stops delivering and resolves when every handler under way has ended. */
  stop(): Promise<void>;
}

type Handler = (event: Event) => Promise<void>;

interface Subscriber {
  name: string;
  handlers: Map<EventType, Handler>;
  messages: QueueMessages;
}

/**
 * Events on SQLite: publishing puts one message on a queue of each subscriber, all in one commit, and each subscriber
 * consumes its own queue, so that one that fails or lags holds up no other. Publishing reaches the subscribers that are
 * known by then; processes subscribe before they publish.
 */
export function createEventBus(db: Database, options: EventBusOptions): LocalEventBus {
  const clock = options.clock ?? systemClock;
  const subscribers = new Map<string, Subscriber>();
  let consumers: Consumer[] = [];

  function subscriberOf(name: string): Subscriber {
    const known = subscribers.get(name);
    if (known) return known;
    const made = { name, handlers: new Map(), messages: createQueueMessages(db, eventQueueName(name)) };
    subscribers.set(name, made);
    return made;
  }

  return {
    subscribe<T extends EventType>(name: string, type: T, handle: (event: EventOf<T>) => Promise<void>) {
      if (consumers.length > 0) throw new Error(`${name} subscribes to ${type} after the bus was started`);
      const { handlers } = subscriberOf(name);
      if (handlers.has(type)) throw new Error(`${name} subscribes to ${type} twice`);
      handlers.set(type, handle as Handler);
    },

    async publish(event) {
      const interested = [...subscribers.values()].filter(({ handlers }) => handlers.has(event.type));
      const now = clock.now();
      const message = { body: JSON.stringify(event), visibleAt: now };
      await db.write(() => {
        for (const { messages } of interested) messages.add([message], now);
      });
      for (const { name } of interested) db.wakeups.emit(queueWakeup(eventQueueName(name)));
    },

    start() {
      if (consumers.length > 0) throw new Error('the event bus is started already');
      consumers = [...subscribers.values()].map((subscriber) => deliver(db, subscriber, options));
    },

    async stop() {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      consumers = [];
    },
  };
}

function deliver(db: Database, { name, handlers }: Subscriber, options: EventBusOptions): Consumer {
  const {
    log,
    clock,
    concurrency = 8,
    handleSeconds = 60,
    maxTries = 100,
    backOff = jitteredBackOff,
  } = options;

  async function handle({ body, receiveCount }: Received<Event>): Promise<Disposal> {
    try {
      const handler = handlers.get(body.type);
      if (!handler) throw new Error(`${name} has no handler for ${body.type} any more`);
      await handler(body);
      return { dispose: 'delete' };
    } catch (error) {
      log.error('event.failed', {
        subscriber: name,
        event: body.type,
        tries: receiveCount,
        error: String(error),
      });
      return { dispose: 'release', seconds: backOff(receiveCount) };
    }
  }

  const queue = createQueue<Event>(db, eventQueueName(name), { maxReceives: maxTries, clock });
  return consume({ queue, log, concurrency, visibilitySeconds: handleSeconds, handle });
}

/** 1, 2, 4 … seconds, at most 15 minutes, each give or take a half: what failed together does not return together. */
function jitteredBackOff(tries: number): number {
  return Math.ceil(Math.min(900, 2 ** (tries - 1) * (0.5 + Math.random())));
}

/** The queue of a subscriber. */
export function eventQueueName(subscriber: string): string {
  return `events/${subscriber}`;
}
