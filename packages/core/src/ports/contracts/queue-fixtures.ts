import assert from 'node:assert/strict';
import type { Queue, Received } from '../queue.ts';

/** What the contract's messages carry. */
export interface Letter {
  n: number;
  text?: string;
}

export interface QueueUnderTest {
  /** An empty queue that sets a message aside after 3 receives. */
  queue: Queue<Letter>;
  /** Lets so many seconds pass, as far as leases and delays are concerned. */
  advance(seconds: number): Promise<void>;
}

/** More than any check sends: a queue that gives this many gives the same again and again. */
const ENDLESS = 1000;

/** Sends letters with these numbers, again and again until none is reported as failed. */
export async function send(queue: Queue<Letter>, numbers: number[], delaySeconds?: number): Promise<void> {
  let messages = numbers.map((n) => ({ body: { n }, delaySeconds }));
  while (messages.length > 0) {
    const { failed } = await queue.send(messages);
    messages = messages.filter((_, index) => failed.includes(index));
  }
}

export async function receive(
  queue: Queue<Letter>,
  { max = 10, visibilitySeconds = 30 } = {},
): Promise<Received<Letter>[]> {
  return queue.receive({ max, visibilitySeconds, waitSeconds: 0 });
}

/** Receives until nothing more comes. */
export async function receiveAll(queue: Queue<Letter>, visibilitySeconds = 30): Promise<Received<Letter>[]> {
  const all: Received<Letter>[] = [];
  for (;;) {
    const some = await receive(queue, { visibilitySeconds });
    if (some.length === 0) return all;
    all.push(...some);
    assert.ok(all.length < ENDLESS, 'leased messages are not given again');
  }
}

export async function receiveOne(queue: Queue<Letter>, visibilitySeconds = 30): Promise<Received<Letter>> {
  const [message] = await receive(queue, { max: 1, visibilitySeconds });
  assert.ok(message, 'there is a message to receive');
  return message;
}

/** The different numbers, sorted: whether all arrived, whatever came twice. */
export function numbersOf(messages: Received<Letter>[]): number[] {
  return [...new Set(messages.map(({ body }) => body.n))].sort((a, b) => a - b);
}

export function range(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index);
}
