export { openDatabase, type Database, type Durability } from './database.ts';
export { createEventBus, type EventBusOptions, type LocalEventBus } from './event-bus.ts';
export { createJobStore } from './job-store.ts';
export { createQueue, type QueueOptions } from './queue.ts';
