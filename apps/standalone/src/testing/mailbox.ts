import type { Event, EventBus, EventType } from '@filemill/core';

interface Letter {
  event: Event;
  handle: (event: Event) => Promise<void>;
}

/** A bus whose deliveries a test makes by hand: what a handler fails on stays, as it would on a real one. */
export class Mailbox implements EventBus {
  readonly #subscribers: { type: EventType; handle: Letter['handle'] }[] = [];
  #letters: Letter[] = [];

  publish = async (event: Event): Promise<void> => {
    const interested = this.#subscribers.filter(({ type }) => type === event.type);
    this.#letters.push(...interested.map(({ handle }) => ({ event, handle })));
  };

  subscribe: EventBus['subscribe'] = (_subscriber, type, handle) => {
    this.#subscribers.push({ type, handle: handle as Letter['handle'] });
  };

  get isEmpty(): boolean {
    return this.#letters.length === 0;
  }

  /** Delivers up to `count` events at once, from any place of the line. */
  async deliver(count: number, pick: (below: number) => number): Promise<void> {
    const taken = Array.from({ length: Math.min(count, this.#letters.length) }, () =>
      this.#letters.splice(pick(this.#letters.length), 1),
    ).flat();
    await Promise.all(
      taken.map((letter) => letter.handle(letter.event).catch(() => this.#letters.push(letter))),
    );
  }
}
