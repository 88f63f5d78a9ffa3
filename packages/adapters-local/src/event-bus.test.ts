import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { eventBusContract } from '@filemill/core/ports/event-bus.contract';
import { createEventBus } from './event-bus.ts';
import { createQueue } from './queue.ts';
import { openTestDatabase } from './test-support/database.ts';

const log = { info() {}, warn() {}, error() {} };

eventBusContract('event bus on SQLite', async () => {
  const db = openTestDatabase(after);
  return { open: () => createEventBus(db, { log, backOff: () => 0.01 }) };
});

test('an event that its subscriber never manages ends among the dead letters of that subscriber', async () => {
  const db = openTestDatabase(after);
  const bus = createEventBus(db, { log, backOff: () => 0.01, maxTries: 3 });
  let tries = 0;
  bus.subscribe('failing', 'job.ready', async () => {
    tries++;
    throw new Error('on purpose');
  });
  bus.subscribe('healthy', 'job.ready', async () => undefined);
  bus.start();
  const event = { type: 'job.ready' as const, jobId: 'j1', round: 1 };
  await bus.publish(event);
  const failing = createQueue(db, 'events/failing');
  while ((await failing.stats()).dead === 0) await pause(5);
  await bus.stop();
  assert.equal(tries, 3);
  assert.deepEqual(
    (await failing.peekDead(10)).map(({ body }) => body),
    [event],
  );
  assert.equal((await createQueue(db, 'events/healthy').stats()).dead, 0);
});

test('mistakes in wiring are found at once', async () => {
  const bus = createEventBus(openTestDatabase(after), { log });
  const nothing = async () => undefined;
  bus.subscribe('planner', 'job.ready', nothing);
  assert.throws(() => bus.subscribe('planner', 'job.ready', nothing), /twice/);
  bus.start();
  assert.throws(() => bus.subscribe('planner', 'job.ended', nothing), /after the bus was started/);
  assert.throws(() => bus.start(), /started already/);
  await bus.stop();
});
