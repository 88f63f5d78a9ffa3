export { openDatabase, type Database, type Durability } from './database.ts';
export { createEventBus, type EventBusOptions, type LocalEventBus } from './event-bus.ts';
export { createJobStore } from './job-store.ts';
export { createQueue, type QueueOptions } from './queue.ts';
export { createBlobStore, type BlobStoreOptions } from './blob-store.ts';
export { openObjectFolder, type ObjectFolder, type ObjectFolderOptions } from './blob-store/object-folder.ts';
export { loadCredentials, type Credentials } from './s3/credentials.ts';
export { createS3Handler, type S3HandlerOptions } from './s3/handler.ts';
