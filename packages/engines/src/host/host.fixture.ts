import { DEFAULT_LIMITS } from '@filemill/core';
import { createEngines } from './engines.ts';

/** For tests: a process that analyses one file, and is killed meanwhile. Arguments: path, name, output folder. */
const [path = '', name = '', outDir = ''] = process.argv.slice(2);
const room = new URL('./room.fixture.ts', import.meta.url);
const engines = createEngines({
  limits: DEFAULT_LIMITS,
  rooms: { media: room, text: room, vision: room, speech: room },
});
await engines.analyze({ path, name, outDir, options: {} });
