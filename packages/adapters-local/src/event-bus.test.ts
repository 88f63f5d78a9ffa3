import { after } from 'node:test';
import { eventBusContract } from '@filemill/core/ports/event-bus.contract';
import { createEventBus } from './event-bus.ts';
import { openTestDatabase } from './test-support/database.ts';

const log = { info() {}, warn() {}, error() {} };

eventBusContract('event bus on SQLite', async () => {
  const db = openTestDatabase(after);
  return { open: () => createEventBus(db, { log, backOff: () => 0.01 }) };
});
