export * from './errors.ts';
export * from './limits.ts';
export * from './media.ts';
export * from './results.ts';
export * from './ports/engines.ts';
