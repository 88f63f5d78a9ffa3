export { createEngines, type EngineOptions } from './host/engines.ts';
