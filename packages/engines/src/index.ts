export { createEngines, type EngineOptions } from './host/engines.ts';
export { readTextPages } from './result-file.ts';
